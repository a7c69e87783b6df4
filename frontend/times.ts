/** `<time data-ago>`: words like "2 min", kept right; `<time data-clock>`: the reader's own clock. */
import { now, setWritten } from "./clock.js";
import type { Views } from "./views.js";
import { word } from "./words.js";
import type { Word } from "./words.js";

const EVERY_MS = 30_000;
const UNITS: [seconds: number, key: Word][] = [[86_400, "days"], [3_600, "hours"], [60, "minutes"]];
const WEEK_S = 7 * 86_400;
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export function times(views: Views): void {
  setWritten(document.body.dataset["now"] ?? "");
  const keep = (): void => refresh(document);
  setInterval(keep, EVERY_MS);
  addEventListener("pageshow", keep);
  views.shown.hear(({ slot }) => refresh(slot));
}

function refresh(within: ParentNode): void {
  onTheClock(within);
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const seconds = (now() - Date.parse(time.dateTime)) / 1_000;
    if (Number.isNaN(seconds)) continue;
    // What is long ago has a date. The service's own names UTC, for it is the same for everybody.
    const words = seconds > WEEK_S ? local(time.dateTime) : ago(seconds);
    if (words && time.textContent !== words) time.textContent = words;
  }
}

function onTheClock(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-clock]")) {
    const weekday = time.dataset["clock"] === "day" ? "long" : undefined;
    const words = shape(time.dateTime, { ...CLOCK, timeZone: zone(), weekday });
    if (time.textContent !== words) time.textContent = words;
  }
}

/** The zone of the account, by which the rest of the page counts; the device's if that is unknown. */
function zone(): string | undefined {
  const { zone: timeZone } = document.body.dataset;
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return timeZone;
  } catch {
    return undefined;
  }
}

function local(moment: string): string {
  return shape(moment, { dateStyle: "medium", timeStyle: "short" });
}

function shape(moment: string, form: Intl.DateTimeFormatOptions): string {
  const then = new Date(moment);
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(then);
}

function ago(seconds: number): string {
  const [unit, key] = UNITS.find(([least]) => seconds >= least) ?? [1, "just-now"];
  return word(key, { n: Math.floor(seconds / unit) });
}
