/** What nobody needs any more goes from the device, also while nobody is signed in. */
import { moment } from "../clock.js";
import { call } from "../wire.js";
import { everOld, gone, isOver } from "./act.js";
import type { Act } from "./act.js";
import { NUMBERS } from "./store.js";
import type { Store } from "./store.js";

/**
 * Shadows that have stood for their time go, whosever they are. A sign-in that ended, perhaps from
 * another phone, takes all shadows and the numbers along; words that were not sent wait for theirs.
 */
export async function leftovers(store: Store, account: string): Promise<void> {
  const isLeft = account || !(await isAnythingKept(store)) || !(await isNobodyHere());
  const here = moment();
  const mayGo = (act: Act): boolean => (isLeft ? isOver(act, here) : act.state === "done");
  await store.change((acts) => [...everOld(acts, here), ...acts.filter(mayGo).map(gone)]);
  if (!isLeft) await store.release(NUMBERS).catch(() => null);
}

async function isAnythingKept(store: Store): Promise<boolean> {
  const numbers = await store.kept(NUMBERS).catch(() => null);
  return numbers !== null || (await store.all()).some(({ state }) => state === "done");
}

/** Said by the service itself: a page that was kept for the road does not know who looks at it. */
async function isNobodyHere(): Promise<boolean> {
  const { status, said } = await call("/me/now", {}, "");
  return status === 401 && said !== null;
}
