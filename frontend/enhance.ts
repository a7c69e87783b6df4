/** `form[data-enhance]`: sent without leaving the page, and shown as sent only when it is. */
import { deliver, isDone, isLater } from "./delivery.js";
import { freshKey, goTo, toSignIn } from "./http.js";
import type { Answer } from "./http.js";
import { notice } from "./notices.js";
import type { Receipt } from "./protocol.js";
import { word } from "./words.js";

interface Press {
  key: string;
  text: string;
}

/** Words must not go out by themselves long after they were typed. */
const PATIENCE = { tries: 5, pauseMs: 8_000, untilMs: 600_000 };
const WORTH_SAYING_MS = 1_000;

const pending = new WeakSet<HTMLFormElement>();
/** Presses that may or may not have arrived: the same words go again under the same key. */
const unsettled = new WeakMap<HTMLFormElement, Press>();

export function enhanceForms(wrote: (receipt: Receipt) => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-enhance]")) return;
    event.preventDefault();
    if (!pending.has(form)) void press(form, event.submitter, wrote);
  });
}

async function press(
  form: HTMLFormElement, submitter: HTMLElement | null, wrote: (receipt: Receipt) => void,
): Promise<void> {
  const fields = fieldsOf(form, submitter);
  const text = fields.toString();
  const before = unsettled.get(form);
  const key = before?.text === text ? before.key : freshKey();
  unsettled.set(form, { key, text });
  fields.set("key", key);
  beBusy(form, true);
  const slow = setTimeout(() => sayInPlace(form, word("sending")), WORTH_SAYING_MS);
  const trouble = (): void => say(form, word("not-sent"));
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const answer = await deliver(address, fields, { ...PATIENCE, trouble });
  clearTimeout(slow);
  beBusy(form, false);
  settle(form, answer, fields, wrote);
}

function settle(
  form: HTMLFormElement, answer: Answer, fields: URLSearchParams, wrote: (said: Receipt) => void,
): void {
  say(form, "");
  if (answer.status === 401) return toSignIn();
  if (isLater(answer)) return say(form, sentence(answer) || word("refused"));
  unsettled.delete(form);
  if (!isDone(answer)) return refuse(form, answer);
  const receipt = answer.said as Receipt | null;
  if (!receipt) return goTo(answer.address);
  clear(form, fields);
  wrote(receipt);
  form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: receipt }));
  notice(form.dataset["said"] ?? "");
  if ("follow" in form.dataset) goTo(receipt.location);
}

function refuse(form: HTMLFormElement, answer: Answer): void {
  const { errors = {} } = (answer.said ?? {}) as { errors?: Record<string, string[]> };
  for (const name of Object.keys(errors)) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLElement) control.setAttribute("aria-invalid", "true");
  }
  const mended = Object.values(errors).flat().join(" ");
  const fallback = word(answer.status === 404 ? "gone" : "refused");
  say(form, mended || sentence(answer) || fallback);
}

export function sentence({ said }: Answer): string {
  return ((said ?? {}) as { error?: string }).error ?? "";
}

function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string" && name !== "key" && name !== "csrf_token") {
      fields.append(name, value);
    }
  }
  return fields;
}

/** Empty the form, but keep what was typed while it was on its way. */
function clear(form: HTMLFormElement, sent: URLSearchParams): void {
  const rests = new Map<HTMLInputElement | HTMLTextAreaElement, string>();
  for (const control of form.querySelectorAll<HTMLTextAreaElement>("textarea, input[type=text]")) {
    const gone = sent.get(control.name) ?? "";
    rests.set(control, control.value.startsWith(gone) ? control.value.slice(gone.length) : "");
  }
  form.reset();
  for (const [control, rest] of rests) if (rest.trim()) control.value = rest.trimStart();
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  form.closest("details[open]")?.removeAttribute("open");
}

function beBusy(form: HTMLFormElement, isBusy: boolean): void {
  if (isBusy) pending.add(form);
  else pending.delete(form);
  form.setAttribute("aria-busy", String(isBusy));
}

function say(form: HTMLFormElement, words: string): void {
  if (!sayInPlace(form, words)) notice(words);
}

function sayInPlace(form: HTMLFormElement, words: string): boolean {
  const place = form.querySelector<HTMLElement>("[data-error]");
  if (!place) return false;
  place.hidden = words === "";
  if (place.textContent !== words) place.textContent = words;
  return true;
}
