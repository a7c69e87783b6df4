/** A newer version than this page's: one gentle line says so, however it came to be known. */
const { version: VERSION } = document.body.dataset;

const the = (selector: string): HTMLElement | null => document.querySelector(selector);

export function newerVersions(): void {
  document.addEventListener("newer", offerNewer);
  if (navigator.serviceWorker) followVersions(navigator.serviceWorker);
}

function followVersions(workers: ServiceWorkerContainer): void {
  // Held as long as this page is open: files of its version stay until nobody needs them.
  void navigator.locks?.request(`page ${VERSION}`, { mode: "shared" }, () => new Promise(() => {}));
  workers.addEventListener("message", ({ data, ports }: MessageEvent<{ version?: string }>) => {
    const [asked] = ports; // a touch would lead this page away
    if (asked) asked.postMessage(isTyping());
    else if (data.version !== VERSION) offerNewer();
  });
  workers.startMessages(); // one may have come before this script
  const ask = (): void => void askVersion(workers).catch(() => undefined);
  for (const event of ["pageshow", "online"]) addEventListener(event, ask);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}

/**
 * A new worker tells every page, once; who slept, or was just loading, may not have heard.
 *
 * Asked of the worker only when the service has no newer one: before that it could be older than
 * this page. A new one tells by itself as soon as it is in charge.
 */
async function askVersion(workers: ServiceWorkerContainer): Promise<void> {
  const registration = await workers.ready;
  await registration.update();
  const { installing, waiting, active } = registration;
  if (!installing && !waiting) active?.postMessage("version");
}

/** One gentle line, once, as soon as nobody is in the middle of a word. */
function offerNewer(): void {
  const line = document.querySelector<HTMLTemplateElement>("[data-newer-line]")?.content;
  const button = line?.querySelector("button");
  if (!line || !button) return;
  if (isTyping()) {
    document.addEventListener("focusout", () => setTimeout(offerNewer), { once: true });
    return;
  }
  button.addEventListener("click", () => location.reload());
  the("#notices")?.append(line);
}

/** In a field, or with words left in one, or in a sheet. */
function isTyping(): boolean {
  const areas = [...document.querySelectorAll("textarea")];
  return the("dialog[open], textarea:focus, input:focus, select:focus") !== null
    || areas.some((area) => area.value !== area.defaultValue);
}
