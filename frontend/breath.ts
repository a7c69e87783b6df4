/** The circle to breathe with. */
import { word } from "./words.js";

const BREATH_MS = 12_000;
const HOLD_AT_MS = 4_000;
const OUT_AT_MS = 6_000;

/** Words in step with the circle: in for 4 seconds, hold for 2, out for 6. */
export function breath(): void {
  const circle = document.querySelector<HTMLElement>("[data-breath]");
  const place = circle?.querySelector<HTMLElement>(".breath-word") ?? circle;
  if (!circle || !place) return;
  setInterval(() => {
    const moving = circle.getAnimations({ subtree: true })[0]?.currentTime;
    const at = (typeof moving === "number" ? moving : performance.now()) % BREATH_MS;
    const phase = at < HOLD_AT_MS ? "breathe-in" : at < OUT_AT_MS ? "hold" : "breathe-out";
    if (circle.dataset["breath"] === phase) return;
    circle.dataset["breath"] = phase;
    place.textContent = word(phase);
  }, 200);
}
