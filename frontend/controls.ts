/** Small controls that are better with a script: the slider and the copy button. */
import { notice } from "./notices.js";
import { word } from "./words.js";

export function controls(): void {
  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(".slider-range")) fill(target);
  });
  // Nobody said five because the slider stands in the middle.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (!(target instanceof HTMLFormElement)) return;
    for (const range of ranges(target)) {
      if (!("touched" in range.dataset)) formData.delete(range.name);
    }
  });
  // What was sent stays in sight, and is not said again by the next press.
  document.addEventListener("reset", ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    for (const range of ranges(target)) {
      range.defaultValue = range.value;
      delete range.dataset["touched"];
    }
  });
  for (const range of ranges(document)) bringUp(range);
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest<HTMLElement>("[data-copy]");
    if (button) void copy(button.dataset["copy"] ?? "");
  });
}

function ranges(within: ParentNode): NodeListOf<HTMLInputElement> {
  return within.querySelectorAll<HTMLInputElement>(".slider-range");
}

/** A page without script has a list instead, which can stay empty. */
function bringUp(range: HTMLInputElement): void {
  range.disabled = false;
  const slider = range.closest<HTMLElement>(".slider");
  if (slider) slider.hidden = false;
}

function fill(range: HTMLInputElement): void {
  const slider = range.closest<HTMLElement>(".slider");
  if (!slider) return;
  slider.dataset["value"] = range.value;
  delete slider.dataset["unset"];
  range.dataset["touched"] = "";
  const number = slider.querySelector(".slider-number");
  if (number) number.textContent = range.value;
}

/** Plain http in a local network has no clipboard; the words can still be selected by hand. */
async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notice(word("copied"));
  } catch {
    return;
  }
}
