/** What stands by when a press is not heard: how it is, one's own numbers, the other ways. */

const place = (): HTMLElement | null =>
  document.querySelector<HTMLElement>("[data-urge-fallback]");

/** Say plainly how it stands, and open the other ways to be with somebody. */
export function standBy(words: string): void {
  const section = place();
  const line = section?.querySelector<HTMLElement>("[data-error]");
  if (!section || !line) return;
  section.hidden = false;
  if (line.textContent !== words) line.textContent = words;
}

export function hideStandby(): void {
  const section = place();
  if (section) section.hidden = true;
}

export function standbyRows(): HTMLElement | null {
  return place()?.querySelector<HTMLElement>("[data-standby-rows]") ?? null;
}
