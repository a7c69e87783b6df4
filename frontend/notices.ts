/** Flash lines, in the place where the server puts its own. */
const STAYS_MS = 8_000;

/** `about` says which thing, and `of` by which stream it came, so that it can be withdrawn. */
export function notice(words: string, address?: string, about = "", of = ""): void {
  const place = document.getElementById("notices");
  if (!place || !words || [...place.children].some((one) => one.textContent === words)) return;
  const line = document.createElement("p");
  line.className = "notice";
  Object.assign(line.dataset, { about, of });
  line.append(address ? linkTo(address, words) : words);
  place.append(line);
  if (!address) setTimeout(() => line.remove(), STAYS_MS);
}

/** For whoever hears the page: eyes have it in front of them already. */
export function sayAloud(words: string): void {
  const place = document.querySelector("[data-aloud]");
  if (place) place.textContent = words;
}

/** What a line was about is over; whether there was one. An alert's id stands for all said of it. */
export function withdrawNotice(about: string): boolean {
  const line = document.querySelector(`#notices [data-about^="${CSS.escape(about)}"]`);
  line?.remove();
  return line !== null;
}

/** What came by streams that are ours no longer is not for our eyes. */
export function keepNoticesOf(streams: Record<string, unknown>): void {
  document.querySelectorAll<HTMLElement>("#notices [data-of]").forEach((line) => {
    const { of } = line.dataset;
    if (of && !(of in streams)) line.remove();
  });
}

function linkTo(address: string, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  return link;
}
