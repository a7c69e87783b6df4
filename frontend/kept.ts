/** Starts the worker, and asks that what rests on this device may stay. */
import { workerAddress } from "./fragment.js";
import type { Outbox } from "./outbox/outbox.js";

export async function kept(outbox: Outbox): Promise<void> {
  void navigator.serviceWorker?.register(workerAddress()).catch(() => undefined);
  // Asked where something waits or the app is installed, not in the moment of a press.
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  const isWorth = outbox.account && (isInstalled || (await outbox.store.all()).length);
  if (isWorth) await navigator.storage?.persist?.().catch(() => undefined);
}
