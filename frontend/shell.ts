/** The page's side of the installed app: its worker, newer versions, and what it may keep. */
import { workerAddress } from "./fragment.js";
import { ownNumbers } from "./outbox/numbers.js";
import type { Outbox } from "./outbox/outbox.js";
import { word } from "./words.js";

const ASK_AGAIN_MS = 5_000;
const VERSION = document.body.dataset["version"] ?? "";
const TYPED = "textarea, input:not([type=hidden]), [contenteditable]";

export function shell(outbox: Outbox): void {
  installing();
  void keep(outbox);
  if (document.querySelector("[data-no-network]")) untilBack(outbox);
  const workers = navigator.serviceWorker;
  if (!workers) return;
  // Held as long as this page is open: files of its version stay until nobody needs them.
  void navigator.locks?.request(`page ${VERSION}`, { mode: "shared" }, () => new Promise(() => {}));
  workers.addEventListener("message", ({ data }: MessageEvent<{ version?: string }>) => {
    if (data?.version && data.version !== VERSION) offerNewer();
  });
  workers.register(workerAddress()).catch(() => undefined);
}

/** One gentle line, as soon as nobody is in the middle of a word. */
export function offerNewer(): void {
  const place = document.getElementById("notices");
  if (!place || place.querySelector("[data-newer]")) return;
  if (isTyping()) {
    document.addEventListener("focusout", () => setTimeout(offerNewer), { once: true });
    return;
  }
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset["newer"] = "";
  const button = document.createElement("button");
  button.className = "button button-small";
  button.type = "button";
  button.textContent = word("load");
  button.addEventListener("click", () => location.reload());
  line.append(word("newer"), button);
  place.append(line);
}

/** In a field, or with words left in one, or in a sheet. */
function isTyping(): boolean {
  const areas = [...document.querySelectorAll("textarea")];
  const hasWords = areas.some((area) => area.value !== area.defaultValue);
  return hasWords || document.querySelector("dialog[open]") !== null
    || (document.activeElement?.matches(TYPED) ?? false);
}

/** Ask only where no browser puts a question to a person who may be in a bad hour. */
async function keep({ account, store }: Outbox): Promise<void> {
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  const isWorth = account && (isInstalled || (await store.all().catch(() => [])).length > 0);
  if (isWorth) await navigator.storage?.persist?.().catch(() => undefined);
}

/** The offline page gives way to the one that was wanted. */
function untilBack(outbox: Outbox): void {
  void ownNumbers(outbox).then(() => {
    const card = document.querySelector<HTMLElement>("[data-numbers-card]");
    if (card?.querySelector("a.row")) card.hidden = false;
  });
  const look = async (): Promise<void> => {
    const answer = await fetch("/manifest.webmanifest").catch(() => null);
    if (answer?.ok && location.pathname !== "/offline") location.reload();
  };
  addEventListener("online", () => void look());
  setInterval(() => document.hidden || void look(), ASK_AGAIN_MS);
}

function installing(): void {
  const plain = document.querySelector<HTMLElement>("[data-plain-http]");
  if (plain) plain.hidden = isSecureContext;
  addEventListener("beforeinstallprompt", (offer) => {
    offer.preventDefault(); // the browser's own bar would ask unbidden, on any page
    const card = document.querySelector<HTMLElement>("[data-install-offer]");
    if (!card) return;
    card.hidden = false;
    card.querySelector("[data-install]")?.addEventListener("click", () => {
      card.hidden = true;
      void offer.prompt();
    }, { once: true });
  });
}
