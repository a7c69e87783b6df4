/**
 * What the device keeps: the files of a version, one page for when no page can be had, and help.
 *
 * All of it is fetched without a cookie, so that nothing in it can know whose device it is.
 */
declare const self: ServiceWorkerGlobalScope;
declare const VERSION: string;
declare const FILES: string[];

const NAME = "shell ";
const OFFLINE = "/offline";
const HELP = "/help";
const PAGES = [OFFLINE, HELP];
const COUNTRY = /^\/help\/[a-z]{2,5}$/;
/** The pages vary by what a request carries; what is kept was asked for by nobody. */
const ANYBODY = { ignoreVary: true };

const shell = (): Promise<Cache> => caches.open(NAME + VERSION);

export async function fill(): Promise<void> {
  const [former] = await countries();
  const cache = await shell();
  await Promise.all([...FILES, ...PAGES].map((address) => put(cache, address)));
  if (former) await put(cache, former).catch(() => undefined);
}

/** A built file never changes, so whichever version kept it. */
export async function file(request: Request): Promise<Response> {
  return (await caches.match(request, ANYBODY)) ?? fetch(request);
}

/** What stands for a page that cannot be had. */
export async function shellPage(path: string): Promise<Response | undefined> {
  const cache = await shell();
  const help = path === HELP || COUNTRY.test(path) ? await cache.match(path, ANYBODY) : undefined;
  if (help) return help;
  return cache.match(COUNTRY.test(path) ? HELP : OFFLINE, ANYBODY);
}

/** Keep the lines of the country that was looked at last, and of no other. */
export async function noteCountry(path: string, isThere: boolean): Promise<void> {
  if (!isThere || (path !== HELP && !COUNTRY.test(path))) return;
  const cache = await shell();
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
  const former = (await caches.keys()).filter((name) => name !== NAME + VERSION);
  if (!former.length) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const { held = [] } = await self.navigator.locks.query();
  const ours = held.filter(({ name }) => name === `page ${VERSION}`).length;
  if (ours < pages.length) return;
  await Promise.all(former.map((name) => caches.delete(name)));
}

async function countries(): Promise<string[]> {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const paths = kept.flat().map(({ url }) => new URL(url).pathname);
  return [...new Set(paths.filter((path) => COUNTRY.test(path)))];
}

async function put(cache: Cache, address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(address);
  await cache.put(address, answer);
}
