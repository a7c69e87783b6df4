/** Stands in the bundle where the socket library lists its transports: one is all we speak. */
import { WebSocket as WS } from "engine.io-client";

export const transports = { websocket: WS };
