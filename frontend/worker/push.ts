/** What was pushed is shown, its arrival told, and a touch leads where it names. */
import { call, freshKey } from "../wire.js";

declare const self: ServiceWorkerGlobalScope;

/** The shape of Declarative Web Push; newer iPhones show it without this script. */
interface Told {
  title: string;
  body?: string;
  navigate?: string;
  tag?: string;
  renotify?: boolean;
  requireInteraction?: boolean;
  vibrate?: number[];
}

const ICON = "/static/icons/icon-192.png";
/** A browser lets a touch open a window for a moment only; whoever is asked answers within it. */
const ANSWER_MS = 700;

/** Something is always shown: a browser takes its leave away from a worker that stays silent. */
export async function show(data: PushMessageData | null): Promise<void> {
  const { title, navigate = "/news", ...more } = read(data);
  await self.registration.showNotification(title, { icon: ICON, ...more, data: { navigate } });
  await tellArrival(navigate);
}

function read(data: PushMessageData | null): Told {
  try {
    const { notification } = data?.json() as { notification: Told };
    if (typeof notification.title === "string") return notification;
  } catch {
    // Not ours, or cut off: what is shown then says nothing either.
  }
  return { title: self.location.hostname };
}

/** Only of our own: what was pushed names where to look; what is told of its arrival, which place that is. */
async function tellArrival(navigate: string, signal?: AbortSignal): Promise<string | null> {
  const { origin, pathname } = new URL(navigate, self.location.origin);
  if (origin !== self.location.origin || !pathname.startsWith("/deliveries/")) return null;
  const said = { method: "POST", credentials: "same-origin", signal } as const;
  try {
    const answer = await fetch(`${pathname}/arrival`, said);
    const { location } = await answer.json() as { location?: string };
    return location ?? null;
  } catch {
    return null;
  }
}

/**
 * A window that shows the place comes to the front, or one in which nobody is in the middle of a
 * word goes there; else one is opened, so that no words are lost.
 */
export async function touched(notification: Notification): Promise<void> {
  notification.close();
  const { navigate } = notification.data as { navigate: string };
  const { origin, pathname } = new URL(navigate, self.location.origin);
  const isOurs = origin === self.location.origin && !pathname.startsWith("//");
  const there = self.location.origin + (isOurs ? pathname : "/news");
  const open = await self.clients.matchAll({ type: "window" });
  const gone = open.length ? await showing(open, there) ?? await led(open, there) : null;
  await (gone ? gone.focus() : self.clients.openWindow(there));
}

type Windows = readonly WindowClient[];

async function showing(open: Windows, there: string): Promise<WindowClient | undefined> {
  const place = await tellArrival(there, AbortSignal.timeout(ANSWER_MS)) ?? there;
  const wanted = new URL(place, self.location.origin).pathname;
  return open.find(({ url }) => new URL(url).pathname === wanted);
}

async function led(open: Windows, there: string): Promise<WindowClient | null> {
  const areFree = await Promise.all(open.map(isFree));
  return open.find((_, nth) => areFree[nth])?.navigate(there).catch(() => null) ?? null;
}

/** Who does not answer may be in the middle of a word. */
function isFree(open: WindowClient): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === false);
    setTimeout(resolve, ANSWER_MS, false);
    open.postMessage({}, [port2]);
  });
}

/** The browser's maker took the address away: a new one stands for it, without asking anybody. */
export async function moved({ oldSubscription, newSubscription }: SubscriptionChange): Promise<void> {
  if (!oldSubscription) return; // whose place it would take is not known
  const { pushManager } = self.registration;
  const { applicationServerKey } = oldSubscription.options;
  const given = newSubscription ?? await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { status, said } = await call("/me/now", {}, "");
  if (status !== 200) return;
  const { csrf_token: token } = said as { csrf_token: string };
  const { endpoint = "", keys = {} } = given.toJSON();
  const former = oldSubscription.endpoint;
  const body = new URLSearchParams({ endpoint, ...keys, former, key: freshKey() });
  await call("/me/devices", { method: "POST", body }, token);
}
