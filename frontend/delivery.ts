/** Sending one act until it is acknowledged; every repeat has the same key, so it is done once. */
import { post } from "./http.js";
import type { Answer } from "./http.js";

export interface Patience {
  tries: number;
  /** The longest pause between two tries. */
  pauseMs: number;
  /** After so long nothing is sent any more, even if tries are left. */
  untilMs: number;
  /** Told each time a try came to nothing and another one follows. */
  trouble?: () => void;
}

const FIRST_PAUSE_MS = 1_000;

export const isLater = ({ status }: Answer): boolean => [0, 429, 502, 503, 504].includes(status);
export const isDone = ({ status }: Answer): boolean => status === 200 || status === 201;

export async function deliver(
  address: string, fields: URLSearchParams, patience: Patience,
): Promise<Answer> {
  const { tries, pauseMs, untilMs, trouble } = patience;
  const begun = Date.now();
  let answer = await post(address, fields);
  for (let tried = 1; isLater(answer) && tried < tries; tried += 1) {
    trouble?.();
    const pause = Math.min(pauseMs, FIRST_PAUSE_MS * 2 ** (tried - 1));
    // Without a network a try is wasted. And a phone may have slept meanwhile.
    do await rest(Math.max(answer.retryAfterMs, pause * (0.5 + Math.random() / 2)));
    while (!navigator.onLine && Date.now() - begun < untilMs);
    if (Date.now() - begun > untilMs) return answer;
    answer = await post(address, fields);
  }
  return answer;
}

/** A pause that ends early when the network is back. */
function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
  });
}
