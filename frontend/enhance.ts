/** `form[data-enhance]`: sent without leaving the page, and shown as sent only when it is. */
import { ageOf, moment } from "./clock.js";
import { goTo, toSignIn } from "./http.js";
import { notice } from "./notices.js";
import { isAlert } from "./outbox/act.js";
import type { Act } from "./outbox/act.js";
import type { Told } from "./outbox/flush.js";
import { bringBack, clear, fieldsOf, hasMore, isUntouched } from "./outbox/forms.js";
import type { Outbox } from "./outbox/outbox.js";
import type { Receipt } from "./protocol.js";
import { markRefused } from "./refused.js";
import { word } from "./words.js";

/** So long a form shows its own act; then it is free, and the act is shown as waiting. */
const IN_HAND_MS = 1_000;
/** After longer than that nobody expects the page to change by itself. */
const FOLLOWS_MS = 10_000;

const COMPOSER = "[data-composer]";

/** What a form has in hand; it is stored when that answers. */
const pending = new WeakMap<HTMLFormElement, Promise<Act>>();
const forms = new Map<string, HTMLFormElement>();

export function enhanceForms(outbox: Outbox, wrote: (receipt: Receipt) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-enhance]")) return;
    event.preventDefault();
    void press(outbox, form, event.submitter);
  });
  outbox.told.hear((told) => {
    if (!isAlert(told.act)) hear(outbox, told, wrote);
  });
}

async function press(
  outbox: Outbox, form: HTMLFormElement, submitter: HTMLElement | null,
): Promise<void> {
  if (pending.has(form) && !(await makesWay(outbox, form))) return;
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const fields = fieldsOf(form, submitter).toString();
  const label = submitter?.textContent?.trim() ?? "";
  const stored = outbox.put({ address, fields, label, unkept: "unkept" in form.dataset });
  beBusy(form, stored);
  const act = await stored;
  if (!outbox.inHand.has(act.key)) return setFree(form, act); // another tab was quicker
  forms.set(act.key, form);
  setTimeout(() => letWait(outbox, act), IN_HAND_MS);
}

/**
 * Whether a form that has something in hand is pressed for more than a second tap: words that were
 * typed since are their own press, and what is on its way is shown as waiting.
 */
async function makesWay(outbox: Outbox, form: HTMLFormElement): Promise<boolean> {
  for (let stored = pending.get(form); stored; stored = pending.get(form)) {
    const act = await stored;
    if (pending.get(form) !== stored) continue;
    if (!form.matches(COMPOSER) || !hasMore(form, act)) return false;
    letWait(outbox, act);
    beBusy(form, null);
    forms.delete(act.key);
  }
  return !isUntouched(form);
}

function hear(outbox: Outbox, told: Told, wrote: (receipt: Receipt) => void): void {
  const { act, verdict } = told;
  const form = forms.get(act.key);
  if (verdict === "done") {
    if (form && outbox.inHand.has(act.key)) clear(form, act);
    finish(form, told, wrote);
  } else if (verdict === "refused") {
    if (form) refuse(outbox, form, told);
  } else {
    letWait(outbox, act);
    if (form && verdict === "signed-out") toSignIn();
    return;
  }
  free(outbox, act);
}

/** The form is free for other words; these are shown as waiting. */
function letWait(outbox: Outbox, act: Act): void {
  const form = forms.get(act.key);
  if (!form || !outbox.inHand.has(act.key)) return;
  setFree(form, act);
  outbox.letGo(act.key);
  form.dispatchEvent(new CustomEvent("waits", { bubbles: true }));
}

function setFree(form: HTMLFormElement, act: Act): void {
  clear(form, act);
  beBusy(form, null);
  say(form, "");
}

function free(outbox: Outbox, { key }: Act): void {
  const form = forms.get(key);
  if (form) beBusy(form, null);
  forms.delete(key);
  outbox.letGo(key);
}

function finish(
  form: HTMLFormElement | undefined, { act, answer }: Told, wrote: (said: Receipt) => void,
): void {
  const receipt = answer?.said as Receipt | undefined;
  if (receipt) wrote(receipt);
  if (!form) return;
  say(form, "");
  form.dispatchEvent(new CustomEvent("sent", { bubbles: true }));
  notice(form.dataset["said"] ?? "");
  const isExpected = form.isConnected && ageOf(act.pressed, moment()) < FOLLOWS_MS;
  if ("follow" in form.dataset && isExpected) goTo(receipt?.location ?? act.lane);
}

/** The words are back in their form, unless something else was begun there: then the list has them. */
function refuse(outbox: Outbox, form: HTMLFormElement, { act, answer }: Told): void {
  const isInHand = outbox.inHand.has(act.key);
  if (!form.isConnected || !(isInHand || isUntouched(form))) return;
  if (!isInHand) bringBack(form, act);
  void outbox.discard(act.key);
  const { error = "", errors = {} } = (answer?.said ?? {}) as {
    error?: string; errors?: Record<string, string[]>;
  };
  markRefused(form, Object.keys(errors));
  const mended = Object.values(errors).flat().join(" ");
  say(form, mended || error || word(answer?.status === 404 ? "gone" : "refused"));
}

function beBusy(form: HTMLFormElement, inHand: Promise<Act> | null): void {
  if (inHand) pending.set(form, inHand);
  else pending.delete(form);
  form.setAttribute("aria-busy", String(inHand !== null));
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-error]");
  if (!place) return notice(words);
  place.hidden = words === "";
  if (place.textContent !== words) place.textContent = words;
}
