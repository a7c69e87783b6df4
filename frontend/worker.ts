/** The worker: pages from the network, the shell without one, and what waits goes out. */
import { flushAll } from "./outbox/flush.js";
import { moved, show, touched } from "./worker/push.js";
import { file, fill, fillCountry, mend, noteCountry, renew, shellPage, tidy } from "./worker/shell.js";

declare const self: ServiceWorkerGlobalScope;
declare const VERSION: string;

/** A page that takes longer than that may as well be away; help must not wait for it. */
const PATIENCE_MS = 5_000;
/** Whoever comes back for a page that was too late finds the offline page meanwhile, and can wait. */
const SECOND_PATIENCE_MS = 30_000;
const late = new Set<string>();
const BUILT = "/static/build/";
/** By these somebody comes or goes. */
const DOORS = ["/sign-in", "/sign-up", "/sign-out", "/exit"];

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(fillCountry).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(tellPages));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (DOORS.includes(pathname)) event.waitUntil(renew());
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, pathname, event));
  } else if (pathname.startsWith(BUILT)) {
    event.respondWith(file(request, pathname));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(flushAll());
});

self.addEventListener("message", ({ source }) => source?.postMessage({ version: VERSION }));

self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(moved(event));
});

self.addEventListener("notificationclick", (event) => {
  event.waitUntil(touched(event.notification));
});

async function page(request: Request, path: string, event: FetchEvent): Promise<Response> {
  const network = fetch(request);
  try {
    const answer = await soon(network, path);
    event.waitUntil(noteCountry(path, answer.ok).then(tidy).then(mend));
    return answer;
  } catch {
    return (await shellPage(path)) ?? network;
  }
}

function soon<T>(work: Promise<T>, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      late.add(path);
      reject(new Error("too late"));
    };
    const timer = setTimeout(giveUp, late.delete(path) ? SECOND_PATIENCE_MS : PATIENCE_MS);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

async function tellPages(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  pages.forEach((one) => one.postMessage({ version: VERSION }));
}
