/** Asking the service and telling it something. A cut line is an answer too: its status is 0. */
import { keepDrafts } from "./drafts.js";

export interface Answer {
  status: number;
  said: unknown;
  retryAfterMs: number;
  /** Where the answer came from in the end. */
  address: string;
}

const PATIENCE_MS = 15_000;

export function get(address: string, signal?: AbortSignal, ms = PATIENCE_MS): Promise<Answer> {
  return call(address, {}, ms, signal);
}

export function post(address: string, fields: URLSearchParams): Promise<Answer> {
  return call(address, { method: "POST", body: fields }, PATIENCE_MS);
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

/** 22 characters of chance. `crypto.randomUUID` is missing on plain http in a local network. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

let isLeaving = false;

/** The page was emptied by the way out, which is taking the browser elsewhere. */
export function isBlank(): boolean {
  return document.body.childElementCount === 0;
}

export function toSignIn(): void {
  if (isLeaving || isBlank()) return;
  isLeaving = true;
  addEventListener("pageshow", () => (isLeaving = false), { once: true });
  keepDrafts();
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** Go to an address the service named, if it is one of its own. */
export function goTo(address: string): void {
  const url = new URL(address, location.href);
  if (url.origin === location.origin) location.assign(url);
}

async function call(
  address: string, init: RequestInit, ms: number, calledOff?: AbortSignal,
): Promise<Answer> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), ms);
  calledOff?.addEventListener("abort", () => cut.abort());
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  try {
    return await read(await fetch(address, { ...init, headers, signal: cut.signal }));
  } catch {
    return { status: 0, said: null, retryAfterMs: 0, address };
  } finally {
    clearTimeout(timer);
  }
}

async function read(response: Response): Promise<Answer> {
  const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
  const said: unknown = isJson ? await response.json() : null;
  const retryAfterMs = (Number(response.headers.get("Retry-After")) || 0) * 1_000;
  return { status: response.status, said, retryAfterMs, address: response.url };
}
