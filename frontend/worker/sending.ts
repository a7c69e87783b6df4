/** What waits on the device goes out without any page: when the network is back, or when told. */
import { Flush } from "../outbox/flush.js";
import { Store } from "../outbox/store.js";

/** Throws when something still waits, so that the browser calls again later. */
export async function send(mustEnd: boolean): Promise<void> {
  const store = new Store();
  const tabs = new BroadcastChannel("outbox");
  const flush = new Flush(store, (told) => tabs.postMessage(told));
  await flush.flush();
  tabs.postMessage(null);
  tabs.close();
  const isLeft = (await store.all()).some(({ state }) => state === "waiting");
  if (isLeft && mustEnd) throw new Error("still waiting");
}
