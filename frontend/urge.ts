/** The big button. One press sends; then the sheet rises. What is not sent is never called sent. */
import { deliver, isDone, isLater } from "./delivery.js";
import { sentence } from "./enhance.js";
import { freshKey, goTo, toSignIn } from "./http.js";
import type { Answer } from "./http.js";
import { notice } from "./notices.js";
import type { Receipt } from "./protocol.js";
import { closeSheet, openSheet } from "./sheet.js";
import { word } from "./words.js";

const TAKES_BACK_MS = 5_000;
const SILENCE_MS = 5_000;
/** An alert older than two minutes must not go out by itself. */
const PATIENCE = { tries: 40, pauseMs: 3_000, untilMs: 120_000 };
const SAME_PRESS_MS = 600_000;
/** Long enough to read that nobody was told. */
const READING_MS = 6_000;

let isPending = false;
/** A press that may have arrived: pressed again soon, it is the same one. */
let unsettled: { key: string; at: number } | null = null;

export function urgeButton(wrote: (receipt: Receipt) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-urge]")) return;
    event.preventDefault();
    if (!isPending) void press(form, wrote);
  });
  document.addEventListener("sent", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-takes-back]")) return;
    closeSheet();
    notice(word("taken-back"));
  });
}

async function press(form: HTMLFormElement, wrote: (receipt: Receipt) => void): Promise<void> {
  isPending = true;
  form.setAttribute("aria-busy", "true");
  if (!unsettled || Date.now() - unsettled.at > SAME_PRESS_MS) {
    unsettled = { key: freshKey(), at: Date.now() };
  }
  const trouble = (): void => standBy(word("not-sent"));
  const silence = setTimeout(trouble, SILENCE_MS);
  const fields = new URLSearchParams({ key: unsettled.key });
  const answer = await deliver(form.getAttribute("action") ?? "", fields, { ...PATIENCE, trouble });
  clearTimeout(silence);
  await settle(answer, wrote);
  form.removeAttribute("aria-busy");
  isPending = false;
}

async function settle(answer: Answer, wrote: (receipt: Receipt) => void): Promise<void> {
  if (isLater(answer)) return standBy(word("nobody-told"));
  unsettled = null;
  if (answer.status === 401) return signedOut();
  if (!isDone(answer)) return standBy(sentence(answer) || word("nobody-told"));
  hideFallback();
  const receipt = answer.said as Receipt | null;
  if (receipt?.kind !== "alert") return goTo(receipt?.location ?? answer.address);
  wrote(receipt);
  await follow(receipt);
}

/** Nobody may think that a press was heard because a page opened: first the words, then the page. */
async function signedOut(): Promise<void> {
  standBy(word("signed-out"));
  await new Promise((read) => setTimeout(read, READING_MS));
  toSignIn();
}

async function follow(receipt: Receipt): Promise<void> {
  const acknowledgedAt = Date.now();
  const sheet = await openSheet(`${receipt.location}/sheet`);
  if (!sheet) return goTo(receipt.location);
  countDown(sheet, acknowledgedAt + TAKES_BACK_MS);
}

function countDown(sheet: HTMLDialogElement, until: number): void {
  const place = sheet.querySelector<HTMLElement>("[data-takes-back]");
  const button = place?.matches("button") ? place : place?.querySelector<HTMLElement>("button");
  if (!place || !button) return;
  const count = (): void => {
    const left = Math.ceil((until - Date.now()) / 1_000);
    if (left > 0) button.textContent = word("take-back", { n: left });
    if (left > 0 && place.isConnected) return void setTimeout(count, 200);
    if (place.contains(document.activeElement)) sheet.focus();
    place.hidden = true;
  };
  count();
}

/** Say plainly how it stands, and open the other ways to be with somebody. */
function standBy(words: string): void {
  const place = document.querySelector<HTMLElement>("[data-urge-fallback]");
  const line = place?.querySelector<HTMLElement>("[data-error]");
  if (!place || !line) return notice(words);
  place.hidden = false;
  if (line.textContent !== words) line.textContent = words;
}

function hideFallback(): void {
  const place = document.querySelector<HTMLElement>("[data-urge-fallback]");
  if (place) place.hidden = true;
}
