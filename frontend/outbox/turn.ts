/** One sender at a time in each lane, across all tabs and the worker. */

export async function inTurn(
  lane: string, patienceMs: number, work: () => Promise<void>,
): Promise<void> {
  const locks = globalThis.navigator?.locks;
  const name = `outbox ${lane}`;
  let isBegun = false;
  const begin = (): Promise<void> => {
    isBegun = true;
    return work();
  };
  try {
    await locks.request(name, { signal: AbortSignal.timeout(patienceMs) }, begin);
  } catch {
    // Whoever has the turn for longer than a try lasts is frozen, or gone.
    if (!isBegun) await locks?.request(name, { steal: true }, begin).catch(() => null);
  }
  // Plain http has no locks, and some browsers give none: there a key may go twice.
  if (!isBegun) await work();
}
