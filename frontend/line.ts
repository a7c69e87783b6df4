/** One quiet line when the network is away, and when it is back. */
import type { Live } from "./live.js";
import { word } from "./words.js";

const GRACE_MS = 4_000;
const BACK_MS = 2_000;

export function lineWords(live: Live): void {
  const place = document.querySelector<HTMLElement>("[data-live-line]");
  let timer = 0;
  const say = (words: string): void => {
    if (!place) return;
    place.textContent = words;
    place.hidden = words === "";
  };
  let last = "";
  live.line.hear((line) => {
    // Each try that fails says "off" again; the four seconds do not begin anew for that.
    if (line === last) return;
    last = line;
    clearTimeout(timer);
    if (line === "off") {
      timer = window.setTimeout(() => say(word(navigator.onLine ? "slow" : "offline")), GRACE_MS);
    } else if (place?.hidden === false) {
      say(word("back"));
      timer = window.setTimeout(() => say(""), BACK_MS);
    }
  });
}
