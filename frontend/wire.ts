/** Requests, for the page and for the worker alike. A cut line is an answer too: its status is 0. */
export interface Answer {
  status: number;
  said: unknown;
  retryAfterMs: number;
  /** Where the answer came from in the end. */
  address: string;
}

export const PATIENCE_MS = 15_000;

export async function call(
  address: string, init: RequestInit, token: string, ms = PATIENCE_MS, calledOff?: AbortSignal,
): Promise<Answer> {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), ms);
  calledOff?.addEventListener("abort", () => cut.abort());
  const headers = { Accept: "application/json", "X-CSRFToken": token };
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

/** 22 characters of chance. `crypto.randomUUID` is missing on plain http in a local network. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
