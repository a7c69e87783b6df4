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

/** Only of our own: what was pushed names where to look, and its arrival is told beside that. */
async function tellArrival(navigate: string): Promise<void> {
  const { origin, pathname } = new URL(navigate, self.location.origin);
  if (origin !== self.location.origin || !pathname.startsWith("/deliveries/")) return;
  const said = { method: "POST", credentials: "same-origin" } as const;
  await fetch(`${pathname}/arrival`, said).catch(() => undefined);
}

/** The window that is open goes there and comes to the front; else one is opened. */
export async function touched(notification: Notification): Promise<void> {
  notification.close();
  const { navigate } = notification.data as { navigate: string };
  const { origin, pathname } = new URL(navigate, self.location.origin);
  const isOurs = origin === self.location.origin && !pathname.startsWith("//");
  const there = self.location.origin + (isOurs ? pathname : "/news");
  const [open] = await self.clients.matchAll({ type: "window" });
  const gone = await open?.navigate(there).catch(() => null);
  await (gone ? gone.focus() : self.clients.openWindow(there));
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
