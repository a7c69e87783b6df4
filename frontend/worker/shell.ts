/**
 * What the device keeps: the files of a version, one page for when no page can be had, and help.
 *
 * All of it is fetched without a cookie, so that nothing in it can know whose device it is.
 */
declare const self: ServiceWorkerGlobalScope;
declare const VERSION: string;
declare const FILES: string[];

const NAME = "shell ";
/** The way out takes this one along by its name. */
const LOOKED_AT = "country";
const OFFLINE = "/offline";
const HELP = "/help";
const PAGES = [OFFLINE, HELP];
const COUNTRY = /^\/help\/[a-z]{2,5}$/;
/** The pages vary by what a request carries; what is kept was asked for by nobody. */
const ANYBODY = { ignoreVary: true };

const shell = (): Promise<Cache> => caches.open(NAME + VERSION);

export async function fill(): Promise<void> {
  const cache = await shell();
  await Promise.all([...FILES, ...PAGES].map((address) => put(cache, address)));
  const [former] = await countries();
  if (former) await put(await caches.open(LOOKED_AT), former).catch(() => undefined);
}

/** A built file never changes, so whichever version kept it. */
export async function file(request: Request): Promise<Response> {
  return (await caches.match(request, ANYBODY)) ?? fetch(request);
}

/** What stands for a page that cannot be had. */
export async function shellPage(path: string): Promise<Response | undefined> {
  const isCountry = COUNTRY.test(path);
  const looked = isCountry && (await caches.match(path, { ...ANYBODY, cacheName: LOOKED_AT }));
  if (looked) return looked;
  const cache = await shell();
  return cache.match(isCountry || path === HELP ? HELP : OFFLINE, ANYBODY);
}

/** Keep the lines of the country that was looked at last, and of no other. */
export async function noteCountry(path: string, isThere: boolean): Promise<void> {
  if (!isThere || (path !== HELP && !COUNTRY.test(path))) return;
  const cache = path === HELP ? await shell() : await caches.open(LOOKED_AT);
  try {
    await put(cache, path);
  } catch {
    return;
  }
  if (path === HELP) return;
  const others = (await countries()).filter((one) => one !== path);
  await Promise.all(others.map((one) => cache.delete(one, ANYBODY)));
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

async function countries(): Promise<string[]> {
  if (!(await caches.has(LOOKED_AT))) return [];
  const kept = await (await caches.open(LOOKED_AT)).keys();
  return kept.map(({ url }) => new URL(url).pathname);
}

async function put(cache: Cache, address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(address);
  await cache.put(address, answer);
}
