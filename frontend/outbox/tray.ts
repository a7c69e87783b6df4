/**
 * What waits, shown where it belongs: words at the foot of their timeline, a call for help beside
 * the other ways to be with somebody, all else in a small list above the bar.
 */
import { moment } from "../clock.js";
import { goTo } from "../http.js";
import { wordsIn } from "../views.js";
import { word } from "../words.js";
import { inOrder, isAlert, isLeft, isSeenWhole, mustAsk, wordsOf } from "./act.js";
import type { Act } from "./act.js";
import { bringBack, formOf } from "./forms.js";
import type { Outbox } from "./outbox.js";
import { hideStandby, standBy, standbyRows } from "./standby.js";

const EVERY_MS = 1_000;
/** The latest; those before them are shown when these are decided. */
const MOST_SHOWN = 10;
const rows = new Map<string, HTMLElement>();
let shown: Act[] = [];

export function tray(outbox: Outbox): void {
  let isLooking = false;
  let isWanted = false;
  const look = async (): Promise<void> => {
    isWanted = true;
    if (isLooking) return;
    isLooking = true;
    while (isWanted) {
      isWanted = false; // what changes from here on asks for another look
      const open = await outbox.open();
      show(outbox, inOrder(open.filter(({ key }) => !outbox.inHand.has(key))));
    }
    isLooking = false;
  };
  outbox.changed.hear(() => void look());
  // What waits grows older by itself, and then asks.
  setInterval(() => shown.length && void look(), EVERY_MS);
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest<HTMLElement>("[data-outbox]");
    if (button) void decide(outbox, button);
  });
}

function show(outbox: Outbox, all: Act[]): void {
  const list = document.querySelector<HTMLElement>("[data-tray-rows]");
  const line = document.querySelector<HTMLElement>("[data-tray-line]");
  if (!list || !line) return;
  if (!outbox.account) return showCount(list, line, all.length);
  const calls = all.filter(isAlert).slice(-MOST_SHOWN);
  const acts = [...all.filter((act) => !isAlert(act)).slice(-MOST_SHOWN), ...calls];
  const latest = calls.at(-1);
  if (latest) standBy(callWords(outbox, latest));
  else if (shown.some(isAlert)) hideStandby();
  for (const [key, row] of rows) {
    if (acts.some((act) => act.key === key)) continue;
    row.remove();
    rows.delete(key);
  }
  acts.forEach((act) => {
    const place = isAlert(act) ? standbyRows() : timelineOf(act) ?? list;
    showAct(act, stateOf(act, outbox.sentences), place);
  });
  shown = acts;
  say(line, all.length ? word("unsent", { n: all.length }) : "");
  line.classList.toggle("visually-hidden", !list.childElementCount);
}

/** Whoever may look here: how many there are, and not a word of them. */
function showCount(list: HTMLElement, line: HTMLElement, count: number): void {
  shown = [];
  say(line, count ? word("unsent-here", { n: count }) : "");
  list.replaceChildren(...(count ? [makeRow("", "", ["discard"])].flatMap((row) => row ?? []) : []));
}

function showAct(act: Act, state: string, place: HTMLElement | null): void {
  const known = rows.get(act.key);
  const isSame = known?.isConnected && known.dataset["state"] === state;
  const row = isSame ? known : makeRow(act.key, state, decisions(act));
  if (!row || isSame) return;
  row.dataset["state"] = state;
  const words = row.querySelector<HTMLElement>("[data-words]");
  if (words) words.textContent = wordsOf(act) || act.label;
  if (known?.isConnected) known.replaceWith(row);
  else place?.append(row);
  // Whoever just wrote sees it wait.
  if (formOf(act.address)?.contains(document.activeElement)) row.scrollIntoView({ block: "nearest" });
  rows.set(act.key, row);
}

function makeRow(key: string, state: string, wanted: string[]): HTMLElement | null {
  const template = document.querySelector<HTMLTemplateElement>("template[data-waiting-row]");
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return null;
  row.dataset["key"] = key;
  const place = row.querySelector("[data-state]");
  if (place) place.textContent = state;
  for (const button of row.querySelectorAll<HTMLElement>("[data-outbox]")) {
    if (!wanted.includes(button.dataset["outbox"] ?? "")) button.remove();
  }
  return row;
}

function decisions(act: Act): string[] {
  const isNo = act.state === "refused";
  if (!isNo && !mustAsk(act, moment())) return [];
  if (!isNo && maySend(act)) return ["send", "discard"];
  return wordsOf(act) ? ["back", "discard"] : ["discard"];
}

/** What another sign-in left goes out from where it is seen whole, with the place it goes to. */
function maySend(act: Act): boolean {
  return !isLeft(act) || (isSeenWhole(act) && (isAlert(act) || formOf(act.address) !== null));
}

/** In our own words: whoever has this device may have written the row. */
function stateOf(act: Act, sentences: Map<string, string>): string {
  if (act.state === "refused") {
    return sentences.get(act.key) ?? word(wordsOf(act) ? "refused" : "gone");
  }
  if (!mustAsk(act, moment())) return word(act.unkept ? "unkept" : "waits");
  if (isAlert(act)) return word("still-needed");
  if (act.state === "lost") return word("lost");
  return word(maySend(act) ? "ask-send" : "do-again");
}

function callWords(outbox: Outbox, act: Act): string {
  if (act.state === "refused") return word("nobody-told");
  if (mustAsk(act, moment())) return word("not-sure"); // an answer may have been lost on its way
  return word(outbox.isSignedOut ? "signed-out" : "not-sent");
}

/** Where words appear once they are sent, if that is on this page. */
function timelineOf(act: Act): HTMLElement | null {
  const composer = wordsOf(act) ? formOf(act.address) : null;
  const view = composer?.closest<HTMLElement>("[data-stream]");
  return view && composer?.matches("[data-composer]") ? wordsIn(view) : null;
}

async function decide(outbox: Outbox, button: HTMLElement): Promise<void> {
  const key = button.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? "";
  const act = shown.find((one) => one.key === key);
  // The button goes with its row: whoever held it goes on from the top of the page.
  document.getElementById("content")?.focus({ preventScroll: true });
  if (!act) return void (outbox.account || (await outbox.forget()));
  if (button.dataset["outbox"] === "send") return outbox.want(key);
  if (button.dataset["outbox"] === "discard") return outbox.discard(key);
  const form = formOf(act.address);
  if (!form) return goTo(act.lane);
  bringBack(form, act);
  await outbox.discard(key);
}

function say(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
