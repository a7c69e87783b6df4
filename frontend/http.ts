/** What a page asks the service, and where a page goes. Acts of a person go by the outbox. */
import { keepDrafts } from "./drafts.js";
import { PATIENCE_MS, call, freshKey } from "./wire.js";
import type { Answer } from "./wire.js";

const TRIES = 3;
const PAUSE_MS = 4_000;

export function get(address: string, signal?: AbortSignal, ms = PATIENCE_MS): Promise<Answer> {
  return call(address, {}, csrfToken(), ms, signal);
}

/** Tell what the page sees by itself, such as how far one has read; no act of a person's. */
export async function tell(address: string, fields: Record<string, string> = {}): Promise<boolean> {
  const body = new URLSearchParams({ ...fields, key: freshKey() });
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (tried) await new Promise((over) => setTimeout(over, PAUSE_MS));
    const { status } = await call(address, { method: "POST", body }, csrfToken());
    if (status !== 0 && status !== 429 && status < 500) return true;
  }
  return false;
}

/** The page's own fragment of an address, or nothing when it cannot be had. */
export async function getFragment(address: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(address, { headers: { "X-Fragment": "1" }, signal });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

let isLeft = false;

/** On the way to another page already: nothing may call that journey back by one of its own. */
export const isUnderWay = (): boolean => isLeft;

/** The same, or emptied because somebody left by the way out in another tab. */
export function isLeaving(): boolean {
  return isLeft || document.body.childElementCount === 0;
}

export function leave(): void {
  isLeft = true;
  addEventListener("pageshow", () => (isLeft = false), { once: true });
}

export function toSignIn(): void {
  if (isLeaving()) return;
  leave();
  keepDrafts();
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** Go to an address the service named, if it is one of its own, and nobody is on the way out. */
export function goTo(address: string): void {
  const url = new URL(address, location.href);
  if (url.origin === location.origin && !isLeaving()) location.assign(url);
}
