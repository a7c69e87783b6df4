/** Words that were typed when the sign-in ended wait in this tab until the same person is back. */
interface Drafts {
  account: string;
  path: string;
  texts: Record<string, string>;
}

const STORE = "drafts";
const ON_PURPOSE = "signed-out";
let isOnPurpose = false;

const account = (): string => document.body.dataset["account"] ?? "";

const areas = (): HTMLTextAreaElement[] =>
  [...document.querySelectorAll<HTMLTextAreaElement>("form[data-enhance] textarea")];

const nameOf = (area: HTMLTextAreaElement): string =>
  `${area.form?.getAttribute("action")} ${area.name}`;

/** A sign-in that ends by itself keeps what was typed; one that its person ends keeps nothing. */
export function heedSigningOut(): void {
  addEventListener("storage", ({ key }) => (isOnPurpose ||= key === ON_PURPOSE));
}

export function tellSigningOut(): void {
  try {
    localStorage.setItem(ON_PURPOSE, "y"); // heard by the other tabs, and kept by nobody
    localStorage.removeItem(ON_PURPOSE);
  } catch {
    return;
  }
}

export function keepDrafts(): void {
  if (isOnPurpose) return;
  const typed = areas().filter((area) => area.value.trim());
  const texts = Object.fromEntries(typed.map((area) => [nameOf(area), area.value]));
  const drafts: Drafts = { account: account(), path: location.pathname, texts };
  try {
    if (typed.length) sessionStorage.setItem(STORE, JSON.stringify(drafts));
  } catch {
    return;
  }
}

export function bringBackDrafts(): void {
  const drafts = take();
  if (drafts?.account !== account() || drafts.path !== location.pathname) return;
  for (const area of areas()) area.value ||= drafts.texts[nameOf(area)] ?? "";
}

/** Somebody left by the way out: nothing that was typed here waits for anybody. */
export function forgetDrafts(): void {
  try {
    sessionStorage.removeItem(STORE);
  } catch {
    return;
  }
}

/** Anybody's who signs in next; read once, and then it is gone. */
function take(): Drafts | null {
  try {
    const kept = sessionStorage.getItem(STORE);
    if (account()) sessionStorage.removeItem(STORE);
    return kept ? (JSON.parse(kept) as Drafts) : null;
  } catch {
    return null;
  }
}
