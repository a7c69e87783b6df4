/**
 * The page's side of the installed app: the offer to install, the offline page, newer versions; and
 * what a page can do without for a moment: its time zone, the breath, what a hand feels, one's own
 * numbers, and tidying up. It comes last, so that whatever fails here fails after the big button.
 */
import { breath } from "./breath.js";
import { isLeaving } from "./http.js";
import { newerVersions } from "./newer.js";
import { leftovers } from "./outbox/leftovers.js";
import { ownNumbers } from "./outbox/numbers.js";
import type { Store } from "./outbox/store.js";
import { touches } from "./touch.js";
import { zones } from "./zone.js";

const ASK_AGAIN_MS = 5_000;

const the = (selector: string): HTMLElement | null => document.querySelector(selector);

export function shell(store: Store, account: string): void {
  offers();
  zones();
  breath();
  touches();
  void ownNumbers(store, account);
  void leftovers(store, account);
  if (the("[data-no-network]")) untilBack();
  newerVersions();
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
    if (!isLeaving()) location.reload();
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
