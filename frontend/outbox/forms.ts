/** From a form to an act and back: nothing that was typed is lost, and nothing is typed over. */
import { unmarkRefused } from "../refused.js";
import type { Act } from "./act.js";

type Control = HTMLInputElement | HTMLTextAreaElement;

const TYPED = "textarea, input[type=text]";

/** The form on this page that words are sent from to this address, or else any other act. */
export function formOf(address: string): HTMLFormElement | null {
  const all = document.querySelectorAll<HTMLFormElement>("form[data-enhance]");
  const forms = [...all].filter((form) => form.getAttribute("action") === address);
  return forms.find((form) => form.querySelector(TYPED)) ?? forms[0] ?? null;
}

export function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string" && name !== "key" && name !== "csrf_token") {
      fields.append(name, value);
    }
  }
  return fields;
}

/** Empty the form, but keep what was typed while it was on its way. */
export function clear(form: HTMLFormElement, { fields }: Act): void {
  const sent = new URLSearchParams(fields);
  const rests = new Map<Control, string>();
  for (const control of form.querySelectorAll<Control>(TYPED)) {
    rests.set(control, restOf(control, sent));
  }
  form.reset();
  for (const [control, rest] of rests) if (rest) control.value = rest;
  unmarkRefused(form);
  form.closest("details[open]")?.removeAttribute("open");
}

/** Something was typed while this was on its way. */
export function hasMore(form: HTMLFormElement, { fields }: Act): boolean {
  const sent = new URLSearchParams(fields);
  return [...form.querySelectorAll<Control>(TYPED)].some((control) => restOf(control, sent));
}

function restOf({ name, value }: Control, sent: URLSearchParams): string {
  const gone = sent.get(name) ?? "";
  return (value.startsWith(gone) ? value.slice(gone.length) : value).trimStart();
}

/** Nobody has begun anything else in it. */
export function isUntouched(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<Control>(TYPED)].every(({ value }) => !value.trim());
}

/** Put into the form again what was sent from it, before what stands there by now. */
export function bringBack(form: HTMLFormElement, { fields }: Act): void {
  const sent = new URLSearchParams(fields);
  for (const control of form.querySelectorAll<Control>(TYPED)) {
    const before = sent.get(control.name);
    if (before) control.value = [before, control.value].filter(Boolean).join("\n");
  }
  for (const control of form.querySelectorAll<HTMLInputElement>("[type=radio], [type=checkbox]")) {
    control.checked = sent.getAll(control.name).includes(control.value);
  }
  form.querySelector<HTMLElement>(TYPED)?.focus();
}
