/** Changing the page under a reader's eyes and hands without moving what they look at or hold. */
const NEAR_END_PX = 80;
const HOLDABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Who reads at the end of the timeline stays there; who reads elsewhere sees nothing jump. */
export function keepingPlace(timeline: HTMLElement | null, work: () => void): void {
  if (!timeline) return work();
  const scroller = scrollerOf(timeline);
  const wasAtEnd = isAtEnd(scroller);
  const anchor = wasAtEnd ? undefined : firstInSight(timeline);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  scroller.style.overflowAnchor = "none";
  work();
  if (wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
  else if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  requestAnimationFrame(() => (scroller.style.overflowAnchor = ""));
}

export function isAtEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
}

export function scrollerOf(inner: HTMLElement): HTMLElement {
  for (let at: HTMLElement | null = inner; at && at !== document.body; at = at.parentElement) {
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(at).overflowY);
    if (scrolls && at.scrollHeight > at.clientHeight) return at;
  }
  return document.documentElement;
}

/** What holds the focus inside `slot` holds it afterwards, even when it was made anew. */
export function keepingFocus(slot: HTMLElement, work: () => void): void {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || !slot.contains(held)) return work();
  const nth = [...slot.querySelectorAll(HOLDABLE)].indexOf(held);
  work();
  if (document.activeElement === held || !slot.isConnected) return;
  const anew = held.isConnected ? held : slot.querySelectorAll<HTMLElement>(HOLDABLE)[nth];
  anew?.focus({ preventScroll: true });
}

function firstInSight(timeline: HTMLElement): Element | undefined {
  return [...timeline.children].find((slot) => slot.getBoundingClientRect().bottom > 0);
}
