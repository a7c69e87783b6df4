/** The big button. One press sends; then the sheet rises. What is not sent is never called sent. */
import { goTo, toSignIn } from "./http.js";
import { notice } from "./notices.js";
import { isAlert } from "./outbox/act.js";
import type { Told } from "./outbox/flush.js";
import type { Outbox } from "./outbox/outbox.js";
import { hideStandby } from "./outbox/standby.js";
import type { Receipt } from "./protocol.js";
import { closeSheet, openSheet } from "./sheet.js";
import { word } from "./words.js";

const TAKES_BACK_MS = 5_000;
/** So long nobody wonders; then the other ways to be with somebody stand by. */
const SILENCE_MS = 5_000;
/** Long enough to read that nobody was told. */
const READING_MS = 6_000;

let busy: HTMLFormElement | null = null;
/** Presses of this page, which the sheet follows. */
const own = new Set<string>();

export function urgeButton(outbox: Outbox, wrote: (receipt: Receipt) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-urge]")) return;
    event.preventDefault();
    if (busy !== form) void press(outbox, form);
  });
  document.addEventListener("sent", ({ target }) => {
    if (!(target as Element).matches("[data-takes-back]")) return;
    closeSheet();
    notice(word("taken-back"));
  });
  outbox.told.hear((told) => {
    if (isAlert(told.act)) void hear(outbox, told, wrote);
  });
}

async function press(outbox: Outbox, form: HTMLFormElement): Promise<void> {
  beBusy(form);
  const address = form.getAttribute("action") ?? "";
  const label = form.textContent?.trim() ?? "";
  const { key } = await outbox.put({ address, fields: "", label });
  own.add(key);
  setTimeout(() => standAside(outbox, key), SILENCE_MS);
}

/** It waits: the page says so, and another press asks for another try of the same act. */
function standAside(outbox: Outbox, key: string): void {
  if (!outbox.inHand.has(key)) return;
  outbox.letGo(key);
  beBusy(null);
}

async function hear(
  outbox: Outbox, { act, verdict, answer }: Told, wrote: (receipt: Receipt) => void,
): Promise<void> {
  standAside(outbox, act.key);
  const isOwn = own.has(act.key);
  if (verdict === "signed-out" && isOwn) return signedOut();
  if (verdict === "gone" && isOwn) return notice(word("nobody-told"));
  if (verdict !== "done") return;
  own.delete(act.key);
  hideStandby();
  const receipt = answer?.said as Receipt | undefined;
  const { kind, location } = receipt ?? { kind: "alert", location: `/alerts/${act.made}` };
  const isHeard = kind === "alert";
  if (isHeard) {
    if (receipt) wrote(receipt);
    document.querySelector("[data-until-told]")?.remove();
    document.dispatchEvent(new Event("heard"));
  }
  if (!isOwn) return notice(word(isHeard ? "told" : "nobody-told"), location);
  if (isHeard) await follow(location);
  else goTo(location);
}

/** Nobody may think that a press was heard because a page opened: first the words, then the page. */
async function signedOut(): Promise<void> {
  await new Promise((read) => setTimeout(read, READING_MS));
  toSignIn();
}

function beBusy(form: HTMLFormElement | null): void {
  busy?.setAttribute("aria-busy", "false");
  form?.setAttribute("aria-busy", "true");
  busy = form;
}

async function follow(place: string): Promise<void> {
  const acknowledgedAt = Date.now();
  const sheet = await openSheet(`${place}/sheet`);
  if (!sheet) return goTo(place);
  countDown(sheet, acknowledgedAt + TAKES_BACK_MS);
}

function countDown(sheet: HTMLDialogElement, until: number): void {
  const place = sheet.querySelector<HTMLElement>("[data-takes-back]");
  const button = place?.querySelector("button");
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
