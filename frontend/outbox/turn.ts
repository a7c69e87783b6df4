/** One sender at a time in each lane, across all tabs and the worker. */
import type { Store } from "./store.js";

/** Longer than one try lasts. Whoever has the turn for longer is frozen, or gone. */
const LONGEST_MS = 20_000;
const ASK_AGAIN_MS = 300;
const ME = String(Math.random());

export function inTurn(
  store: Store, lane: string, patienceMs: number, work: () => Promise<void>,
): Promise<void> {
  const name = `outbox ${lane}`;
  if (globalThis.navigator?.locks) return locked(store, name, patienceMs, work);
  return leased(store, name, patienceMs, work);
}

async function locked(
  store: Store, name: string, ms: number, work: () => Promise<void>,
): Promise<void> {
  let isBegun = false;
  const begin = (): Promise<void> => {
    isBegun = true;
    return work();
  };
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(ms) }, begin);
  } catch {
    if (!isBegun) await navigator.locks.request(name, { steal: true }, begin).catch(() => null);
  }
  if (!isBegun) await leased(store, name, ms, work);
}

/** Plain http has no locks, and some browsers give none. A refused store has nobody to share with either. */
async function leased(
  store: Store, name: string, ms: number, work: () => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  const take = (): Promise<boolean> => store.lease(name, ME, LONGEST_MS).catch(() => true);
  while (!(await take()) && performance.now() - begun < ms) {
    await new Promise((later) => setTimeout(later, ASK_AGAIN_MS));
  }
  const renewing = setInterval(() => void take(), LONGEST_MS / 4);
  try {
    await work();
  } finally {
    clearInterval(renewing);
    await store.release(name).catch(() => null);
  }
}
