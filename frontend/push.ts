/** `<push-toggle>`: says how this browser stands, and asks for leave only from a tap. */
import { call, freshKey } from "./wire.js";

type State = "off" | "on" | "install" | "denied" | "none" | "failed";

class PushToggle extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-agree]")?.addEventListener("click", () => void this.agree());
    void this.look();
  }

  private show(state: State): void {
    for (const part of this.querySelectorAll<HTMLElement>("[data-state]")) {
      part.hidden = part.dataset["state"] !== state && !(state === "failed" && part.dataset["state"] === "off");
    }
  }

  private async look(): Promise<void> {
    if (isBareIPhone()) return this.show("install");
    const workers = navigator.serviceWorker;
    if (!workers || !("PushManager" in window) || !("Notification" in window)) return this.show("none");
    if (Notification.permission === "denied") return this.show("denied");
    const agreed = await (await workers.ready).pushManager.getSubscription();
    this.show(agreed && this.dataset["here"] ? "on" : "off");
  }

  private async agree(): Promise<void> {
    try {
      if (await Notification.requestPermission() !== "granted") return await this.look();
      await this.subscribe();
      if (this.isConnected) location.reload(); // else its page was left meanwhile
    } catch {
      this.show("failed");
    }
  }

  private async subscribe(): Promise<void> {
    const { pushManager } = await navigator.serviceWorker.ready;
    const applicationServerKey = bytes(this.dataset["key"] ?? "");
    const former = await pushManager.getSubscription();
    await former?.unsubscribe(); // it may be of another key, or of somebody who left
    const given = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    const { endpoint = "", keys = {} } = given.toJSON();
    const body = new URLSearchParams({ endpoint, ...keys, key: freshKey() });
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    const { status } = await call("/me/devices", { method: "POST", body }, token);
    if (status !== 200 && status !== 201) throw new Error(String(status));
  }
}

/** On an iPhone or iPad the browser alone is never reached; what is on the home screen is. */
function isBareIPhone(): boolean {
  const { standalone } = navigator as { standalone?: boolean };
  return standalone === false && /iPhone|iPad|Macintosh/.test(navigator.userAgent);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

customElements.define("push-toggle", PushToggle);
