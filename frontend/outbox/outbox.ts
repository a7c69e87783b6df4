/** The page's side of the outbox: what is pressed goes in, and when to try again. */
import { moment } from "../clock.js";
import { csrfToken } from "../http.js";
import { Signal } from "../signal.js";
import { freshKey } from "../wire.js";
import { mayKeep, pressed, wantedAnew } from "./act.js";
import type { Act, Press } from "./act.js";
import { CHANNEL, Flush } from "./flush.js";
import type { Told } from "./flush.js";
import { NUMBERS, Store } from "./store.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8_000;

export class Outbox {
  readonly store = new Store();
  /** Something is other than it was: show the rows anew. */
  readonly changed = new Signal<void>();
  /** Each try, wherever it was made: by this page, another tab, the worker. */
  readonly told = new Signal<Told>();
  /** Acts whose form still shows them: they are not shown a second time. */
  readonly inHand = new Set<string>();
  isSignedOut = false;
  private readonly flushing: Flush;
  private readonly tabs = "BroadcastChannel" in self ? new BroadcastChannel(CHANNEL) : null;
  private tries = 0;
  private timer = 0;
  private epoch: string | null = null;

  constructor(
    readonly account: string,
    private readonly signIn: string,
    private readonly epochNow: () => string | null,
  ) {
    const here = { account, signIn, token: csrfToken(), epoch: null };
    this.flushing = new Flush(this.store, (told) => this.spread(told), account ? here : null);
    this.tabs?.addEventListener("message", ({ data }: MessageEvent<Partial<Told> | null>) => {
      if (data?.act?.account === account) this.hear(data as Told);
      else this.changed.say();
    });
  }

  start(): void {
    const now = (): void => this.now();
    for (const event of ["online", "pageshow", "focus"]) addEventListener(event, now);
    document.addEventListener("visibilitychange", () => document.hidden || now());
    now();
  }

  /** Stored when this answers, as durably as this browser can; then it is on its way. */
  async put(given: Omit<Press, "account" | "signIn">): Promise<Act> {
    const names = new URLSearchParams(given.fields).keys();
    const unkept = given.unkept || !mayKeep(given.address, names);
    const press = { ...given, unkept, account: this.account, signIn: this.signIn };
    const key = freshKey();
    const [act] = await this.store.change((acts) => {
      const made = pressed(this.own(acts), press, key, moment());
      this.inHand.add(made[0].key);
      return made;
    });
    this.now();
    return act as Act;
  }

  /** The person says that it is still wanted. */
  async want(key: string): Promise<void> {
    await this.store.change((acts) => {
      const own = this.own(acts);
      const act = own.find((one) => one.key === key);
      return act ? wantedAnew(own, act, freshKey(), moment(), this.signIn) : [];
    });
    this.now();
  }

  async discard(key: string): Promise<void> {
    await this.store.change((acts) => acts.filter((act) => act.key === key).map(gone));
    this.say();
  }

  /** Forget everything of this account, or of everybody where nobody is signed in. */
  async forget(): Promise<void> {
    await this.store.change((acts) => this.own(acts).map(gone));
    await this.store.release(NUMBERS).catch(() => null);
    this.say();
  }

  async open(): Promise<Act[]> {
    return this.own(await this.store.all()).filter(({ state }) => state !== "done");
  }

  /** Something happened that makes a try worth while. */
  now(): void {
    this.tries = 0;
    void this.flush(true);
  }

  /** The service was heard; it may live in another epoch by now. */
  heed(): void {
    if (this.epochNow() !== this.epoch) this.now();
  }

  /** No form shows it any more; the list does. */
  letGo(key: string): void {
    this.inHand.delete(key);
    this.changed.say();
  }

  private async flush(isUrged: boolean): Promise<void> {
    clearTimeout(this.timer);
    if (!this.account) return this.changed.say();
    const epoch = this.epochNow();
    if (epoch !== this.epoch) await this.flushing.meet((this.epoch = epoch));
    const wait = await this.flushing.flush(isUrged).catch((error) => (reportError(error), 0));
    this.changed.say();
    if ((await this.open()).some(({ state }) => state === "waiting")) this.later(wait);
  }

  private later(least: number): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    const wait = Math.max(least, pause * (0.5 + Math.random() / 2));
    this.timer = window.setTimeout(() => void this.flush(false), wait);
    if (this.tries === 1) void askForSync();
  }

  private spread(told: Told): void {
    this.tabs?.postMessage(told);
    this.hear(told);
    // Another lane may be under way for long: this one is tried again without waiting for it.
    if (told.verdict === "later" || told.verdict === "away") this.later(0);
  }

  private hear(told: Told): void {
    this.isSignedOut = told.verdict === "signed-out";
    this.told.say(told);
    this.changed.say();
  }

  private say(): void {
    this.changed.say();
    this.tabs?.postMessage(null);
  }

  private own(acts: Act[]): Act[] {
    return this.flushing.own(acts);
  }
}

const gone = (act: Act): Act => ({ ...act, state: "gone" });

/** Where the worker can, it sends when the network is back, even with every page closed. */
async function askForSync(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await worker?.sync?.register("outbox").catch(() => undefined);
}
