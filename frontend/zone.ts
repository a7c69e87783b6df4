/** The browser's own time zone: filled in for a newcomer, offered to whoever chose another. */

export function zones(): void {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here) return;
  for (const hidden of document.querySelectorAll<HTMLInputElement>("input[data-zone]")) {
    hidden.value ||= here;
  }
  const chosen = document.querySelector<HTMLSelectElement>("select[data-zone]");
  const offer = document.querySelector<HTMLElement>("[data-zone-offer]");
  if (chosen && offer) offerZone(here, chosen, offer);
}

function offerZone(here: string, chosen: HTMLSelectElement, offer: HTMLElement): void {
  const isKnown = [...chosen.options].some((option) => option.value === here);
  offer.hidden = !isKnown || chosen.value === here;
  offer.querySelector("[data-zone-take]")?.addEventListener("click", () => {
    chosen.value = here;
    offer.hidden = true;
    chosen.focus();
  });
}
