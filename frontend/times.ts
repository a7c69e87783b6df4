/** `<time data-ago>`: words like "2 min", kept right while the page stands. */
import { now } from "./clock.js";
import type { Views } from "./views.js";
import { word } from "./words.js";
import type { Word } from "./words.js";

const EVERY_MS = 30_000;
const UNITS: [seconds: number, key: Word][] = [[86_400, "days"], [3_600, "hours"], [60, "minutes"]];
const WEEK_S = 7 * 86_400;

export function times(views: Views): void {
  const keep = (): void => refresh(document);
  setInterval(keep, EVERY_MS);
  addEventListener("pageshow", keep);
  views.shown.hear(({ slot }) => refresh(slot));
}

function refresh(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const seconds = (now() - Date.parse(time.dateTime)) / 1_000;
    if (Number.isNaN(seconds)) continue;
    // What is long ago has a date; the server's own, where it gave one.
    const words = seconds > WEEK_S ? time.textContent || date(time.dateTime) : ago(seconds);
    if (words && time.textContent !== words) time.textContent = words;
  }
}

function date(moment: string): string {
  const form: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  return new Date(moment).toLocaleDateString(document.documentElement.lang, form);
}

function ago(seconds: number): string {
  const [unit, key] = UNITS.find(([least]) => seconds >= least) ?? [1, "just-now"];
  return word(key, { n: Math.floor(seconds / unit) });
}
