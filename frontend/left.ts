/**
 * Somebody left by the way out, and perhaps nobody heard of it: every page of ours, open or opened
 * later, shows nothing that is private and ends the sign-in before anything else.
 */
import { forgetDrafts } from "./drafts.js";
import { isUnderWay } from "./http.js";

const LEFT = "left";
const account = document.body.dataset["account"];
let isBack = false;

export function leavings(): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === LEFT && newValue) leaveToo();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && isLeft() && leaveToo());
  addEventListener("online", () => isLeft() && leaveToo());
  // Who signs in anew is here again, and wants to stay.
  if (!account) document.addEventListener("submit", comeBack, { capture: true });
  if (isLeft()) leaveToo();
}

function leaveToo(): void {
  forgetDrafts();
  if (account) {
    document.title = "";
    document.body.replaceChildren();
  }
  void fetch("/exit", { method: "POST" }).then(({ ok }) => ok && goOn(), () => undefined);
}

function comeBack(): void {
  isBack = true;
  forget();
}

function goOn(): void {
  if (isBack) return; // on the way in already
  forget();
  if (isUnderWay()) return;
  if (account) location.replace("/");
  else location.reload(); // what its forms carry went with the sign-in
}

/** A browser may refuse its stores; then there is no mark. */
function isLeft(): boolean {
  try {
    return localStorage.getItem(LEFT) !== null;
  } catch {
    return false;
  }
}

function forget(): void {
  try {
    localStorage.removeItem(LEFT);
  } catch {
    return;
  }
}
