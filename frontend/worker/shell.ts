/**
 * What the device keeps: the files of a version, one page for when no page can be had, and help.
 *
 * All of it is fetched without a cookie, so that nothing in it can know whose device it is. Whoever
 * holds the device can write into these stores. So only what has the hash that the service gave is
 * ever answered, and of a page only the bytes: its headers are those of the service.
 */
declare const self: ServiceWorkerGlobalScope;
declare const VERSION: string;
declare const FILES: Record<string, string>;
declare const PAGES: Record<string, string>;
declare const RULES: Record<string, string>;

const NAME = "shell ";
/** The way out takes this one along by its name. */
const LOOKED_AT = "country";
const OFFLINE = "/offline";
const HELP = "/help";
const COUNTRY = /^\/help\/[a-z]{2,5}$/;
/** The pages vary by what a request carries; what is kept was asked for by nobody. */
const ANYBODY = { ignoreVary: true };
const PAGE = "text/html; charset=utf-8";

/** All anew, and nothing beside it; what is there stays until it is replaced. */
export async function fill(): Promise<void> {
  const addresses = [...Object.keys(FILES), OFFLINE, HELP];
  const cache = await caches.open(NAME + VERSION);
  const answers = await Promise.all(addresses.map(ask));
  await Promise.all(answers.map((answer, nth) => cache.put(addresses[nth] ?? "", answer)));
  const ours = addresses.map((one) => self.location.origin + one);
  const others = (await cache.keys()).filter(({ url }) => !ours.includes(url));
  await Promise.all(others.map((one) => cache.delete(one, ANYBODY)));
}

/** The lines of the country that was looked at, in the words of now. */
export async function fillCountry(): Promise<void> {
  if (!(await caches.has(LOOKED_AT))) return;
  const kept = await (await caches.open(LOOKED_AT)).keys();
  const former = kept.map(({ url }) => new URL(url).pathname).find((path) => path in PAGES);
  if (former) await keepCountry(former).catch(() => undefined);
}

/** Somebody comes or goes: nothing that was put here before is found by whoever is next. */
export async function renew(): Promise<void> {
  await caches.delete(LOOKED_AT);
  await fill().catch(() => undefined);
}

/** Planted, or lost half-way through being filled: what help needs is there again at any page. */
export async function mend(): Promise<void> {
  const kept = await Promise.all([OFFLINE, HELP].map((path) => whole(path)));
  if (kept.includes(undefined)) await fill().catch(() => undefined);
}

/** A built file never changes, so whichever version kept it; a page knows those of its own. */
export async function file(request: Request, path: string): Promise<Response> {
  const ours = FILES[path];
  const integrity = ours ?? request.integrity;
  const kept = integrity ? await whole(path, integrity) : undefined;
  if (kept) return kept;
  if (!ours) return fetch(request);
  const answer = await ask(path);
  const cache = await caches.open(NAME + VERSION);
  await cache.put(path, answer.clone()).catch(() => undefined);
  return answer;
}

/** What stands for a page that cannot be had. */
export async function shellPage(path: string): Promise<Response | undefined> {
  const isHelp = path === HELP || COUNTRY.test(path);
  const kept = (await whole(path)) ?? (await whole(isHelp ? HELP : OFFLINE));
  return kept && new Response(kept.body, { headers: { ...RULES, "Content-Type": PAGE } });
}

/** Keep the lines of the country that was looked at last, and of no other. */
export async function noteCountry(path: string, isThere: boolean): Promise<void> {
  if (isThere && COUNTRY.test(path)) await keepCountry(path).catch(() => undefined);
}

async function keepCountry(path: string): Promise<void> {
  const answer = await ask(path);
  await caches.delete(LOOKED_AT);
  await (await caches.open(LOOKED_AT)).put(path, answer);
}

/** Former versions go when every open page is known to be of this one. */
export async function tidy(): Promise<void> {
  const former = (await caches.keys()).filter((name) => ![NAME + VERSION, LOOKED_AT].includes(name));
  if (!former.length) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const { held = [] } = await self.navigator.locks.query();
  const ours = held.filter(({ name }) => name === `page ${VERSION}`).length;
  if (ours < pages.length) return;
  await Promise.all(former.map((name) => caches.delete(name)));
}

/** From the service, and only what it said it would be. */
async function ask(address: string): Promise<Response> {
  const integrity = FILES[address] ?? PAGES[address];
  if (!integrity) throw new Error(address);
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache", integrity });
  if (!answer.ok || answer.redirected) throw new Error(address);
  return answer;
}

/** What is kept for this address with this hash, in whichever store. */
async function whole(path: string, integrity = PAGES[path]): Promise<Response | undefined> {
  for (const cacheName of await caches.keys()) {
    const kept = await (await caches.open(cacheName)).matchAll(path, ANYBODY);
    for (const one of kept) {
      const bytes = await one.clone().arrayBuffer();
      if ((await hashOf(bytes)) === integrity) return one;
    }
  }
  return undefined;
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
}
