/** The way out: the page is blank at once, the sign-in ends, and Back does not lead here. */
import { leave } from "./http.js";
import type { Outbox } from "./outbox/outbox.js";

const PRESSES = 3;
const APART_MS = 5_000;

export function quickExit(outbox: Outbox): void {
  const exit = (): void => away(outbox);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-exit]");
    if (!link) return;
    event.preventDefault();
    exit();
  }, { capture: true });
  onThreeShifts(exit);
}

function away(outbox: Outbox): void {
  const place = document.querySelector<HTMLAnchorElement>("a[data-exit]")?.href;
  if (!place) return;
  leave();
  document.title = "";
  document.body.replaceChildren();
  // Without a token, which may be of an older sign-in. As JSON it names where it comes from.
  navigator.sendBeacon("/exit", new Blob(["{}"], { type: "application/json" }));
  clearStores();
  void outbox.store.empty().catch(() => undefined);
  location.replace(place);
}

/** A browser may refuse its stores; that must not keep anybody here. */
function clearStores(): void {
  try {
    sessionStorage.clear();
    localStorage.clear();
    localStorage.setItem("left", "1"); // in case nobody hears of it: see left.ts
    void window.caches?.delete("country"); // at once: this page is about to end
  } catch {
    return;
  }
}

/** Shift alone, three times: with another key it only makes a capital letter. */
function onThreeShifts(act: () => void): void {
  let presses = 0;
  let lastAt = 0;
  let isAlone = false;
  addEventListener("keydown", (event) => {
    isAlone = event.key === "Shift" && (isAlone || !event.repeat);
    if (!isAlone) presses = 0;
  });
  addEventListener("pointerdown", () => (isAlone = false));
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !isAlone) return;
    isAlone = false;
    presses = event.timeStamp - lastAt > APART_MS ? 1 : presses + 1;
    lastAt = event.timeStamp;
    if (presses >= PRESSES) act();
  });
}
