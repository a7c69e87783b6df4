/**
 * The page's side of the installed app: newer versions, the offer to install, the offline page; and
 * what a page can do without for a moment: its time zone, the breath, what a hand feels, one's own
 * numbers, and tidying up.
 *
 * A small script of its own, so that the one which calls for help stays small and comes first.
 */
import { breath } from "./breath.js";
import { leavings } from "./left.js";
import { leftovers } from "./outbox/leftovers.js";
import { ownNumbers } from "./outbox/numbers.js";
import { Store } from "./outbox/store.js";
import { touches } from "./touch.js";
import { word } from "./words.js";
import { zones } from "./zone.js";

const ASK_AGAIN_MS = 5_000;
const { version: VERSION, account = "" } = document.body.dataset;
const store = new Store();

const the = (selector: string): HTMLElement | null => document.querySelector(selector);

leavings();
offers();
zones();
breath();
touches();
void ownNumbers(store, account);
void leftovers(store, account);
if (the("[data-no-network]")) untilBack();
document.addEventListener("newer", offerNewer);
if (navigator.serviceWorker) followVersions(navigator.serviceWorker);

function followVersions(workers: ServiceWorkerContainer): void {
  // Held as long as this page is open: files of its version stay until nobody needs them.
  void navigator.locks?.request(`page ${VERSION}`, { mode: "shared" }, () => new Promise(() => {}));
  workers.addEventListener("message", ({ data }: MessageEvent<{ version?: string }>) => {
    if (data.version !== VERSION) offerNewer();
  });
  workers.startMessages(); // one may have come before this script
}

/** One gentle line, as soon as nobody is in the middle of a word. */
function offerNewer(): void {
  const place = the("#notices");
  if (!place || the("#notices [data-newer]")) return;
  if (isTyping()) {
    document.addEventListener("focusout", () => setTimeout(offerNewer), { once: true });
    return;
  }
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset["newer"] = "";
  const button = document.createElement("button");
  button.className = "button button-small";
  button.textContent = word("load");
  button.addEventListener("click", () => location.reload());
  line.append(word("newer"), button);
  place.append(line);
}

/** In a field, or with words left in one, or in a sheet. */
function isTyping(): boolean {
  const areas = [...document.querySelectorAll("textarea")];
  return the("dialog[open], textarea:focus, input:focus, select:focus") !== null
    || areas.some((area) => area.value !== area.defaultValue);
}

/** The offline page gives way to the one that was wanted. */
function untilBack(): void {
  const card = the("[data-numbers-card]");
  const showCard = (): void => {
    if (card) card.hidden = !card.querySelector("a.row");
  };
  if (card) new MutationObserver(showCard).observe(card, { childList: true, subtree: true });
  showCard();
  const look = async (): Promise<void> => {
    // A service that takes longer than this would only bring the same page once more.
    const signal = AbortSignal.timeout(ASK_AGAIN_MS);
    const answer = await fetch("/manifest.webmanifest", { signal }).catch(() => null);
    if (!answer?.ok || location.pathname === "/offline") return;
    clearInterval(asking); // a second try would end the first, which may take its time
    location.reload();
  };
  addEventListener("online", () => void look());
  const asking = setInterval(() => document.hidden || void look(), ASK_AGAIN_MS);
}

/** The browser's own offer waits behind a button; unbidden, it would come on any page. */
function offers(): void {
  const plain = the("[data-plain-http]");
  if (plain) plain.hidden = isSecureContext;
  addEventListener("beforeinstallprompt", (offer) => {
    offer.preventDefault();
    const card = the("[data-install-offer]");
    if (!card) return;
    card.hidden = false;
    the("[data-install]")?.addEventListener("click", () => {
      card.hidden = true;
      void offer.prompt();
    }, { once: true });
  });
}
