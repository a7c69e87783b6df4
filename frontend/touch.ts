/** What a hand feels: that a press was heard, and that a friend has the one who asks. */
const SHORT_MS = 30;
const WARM_MS = [40, 60, 40];

export function touches(): void {
  document.addEventListener("heard", () => feel(SHORT_MS));
  // A slot says on itself how its alert stands, on whatever page it is.
  new MutationObserver((changes) => {
    if (changes.some(isClaimOfMine)) feel(WARM_MS);
  }).observe(document.body, {
    attributeFilter: ["data-state"], attributeOldValue: true, subtree: true,
  });
}

function isClaimOfMine({ target, oldValue }: MutationRecord): boolean {
  return oldValue === "open" && target instanceof Element
    && target.matches('.slot.mine[data-state="claimed"]');
}

/** Shake the device, if it can and if its person does not mind motion. */
export function feel(pattern: number | number[]): void {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) navigator.vibrate?.(pattern);
}
