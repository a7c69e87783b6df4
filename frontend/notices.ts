/** Flash lines, in the place where the server puts its own. */
const STAYS_MS = 8_000;

export function notice(words: string, address?: string, about = ""): void {
  const place = document.getElementById("notices");
  if (!place || !words || [...place.children].some((one) => one.textContent === words)) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset["about"] = about;
  line.append(address ? linkTo(address, words) : words);
  place.append(line);
  if (!address) setTimeout(() => line.remove(), STAYS_MS);
}

/** For whoever hears the page: eyes have it in front of them already. */
export function sayAloud(words: string): void {
  const place = document.querySelector("[data-aloud]");
  if (place) place.textContent = words;
}

/** What a line was about is over. */
export function withdrawNotice(about: string): void {
  document.querySelector(`#notices [data-about="${CSS.escape(about)}"]`)?.remove();
}

function linkTo(address: string, words: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  return link;
}
