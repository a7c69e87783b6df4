/** The fields that must be mended: marked, described by the sentence that says how, the first one held. */
import { freshKey } from "./wire.js";

const FIELD = "input:not([type=hidden]), select, textarea";

export function markRefused(form: HTMLFormElement, names: string[]): void {
  unmarkRefused(form);
  const sentence = form.querySelector<HTMLElement>("[data-error]");
  if (sentence) sentence.id ||= `said-${freshKey()}`;
  const fields = names.flatMap((name) => fieldOf(form, name) ?? []);
  for (const field of fields) {
    const group = field.closest("[role=radiogroup]") ?? field;
    group.setAttribute("aria-invalid", "true");
    describe(group, (ids) => [...ids, sentence?.id ?? ""]);
  }
  if (isFree(form)) fields[0]?.focus();
}

/** Mended, or thrown away. */
export function unmarkRefused(form: HTMLFormElement): void {
  const said = form.querySelector("[data-error]")?.id;
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, (ids) => ids.filter((id) => id !== said));
  }
}

function describe(field: Element, change: (ids: string[]) => string[]): void {
  const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ")).filter(Boolean);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

/** Whoever writes elsewhere by now goes on writing there. */
function isFree(form: HTMLFormElement): boolean {
  const held = document.activeElement;
  return held === null || held === document.body || held.contains(form) || form.contains(held);
}

/** Of several choices the one that is chosen, or else the first. */
function fieldOf(form: HTMLFormElement, name: string): HTMLElement | null {
  const all = [...form.querySelectorAll<HTMLInputElement>(FIELD)];
  const fields = all.filter((one) => one.name === name && one.checkVisibility());
  return fields.find((one) => one.checked) ?? fields[0] ?? null;
}
