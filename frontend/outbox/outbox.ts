/** The page's side of the outbox: what is pressed goes in, and when to try again. */
import { moment } from "../clock.js";
import { csrfToken } from "../http.js";
import type { Card } from "../protocol.js";
import { Signal } from "../signal.js";
import { freshKey } from "../wire.js";
import { gone, isAlert, mayKeep, pressed, takenAway, wantedAnew } from "./act.js";
import type { Act, Press } from "./act.js";
import { CHANNEL, Flush } from "./flush.js";
import type { Told } from "./flush.js";
import { Store } from "./store.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8_000;
/** The card of a call that is over; of what else has a state no shadow rests here. */
const OVER = /-state="(?!open|claimed)/;

export class Outbox {
  readonly store = new Store();
  /** Something is other than it was: show the rows anew. */
  readonly changed = new Signal<void>();
  /** Each try, wherever it was made: by this page, another tab, the worker. */
  readonly told = new Signal<Told>();
  /** Acts whose form still shows them: they are not shown a second time. */
  readonly inHand = new Set<string>();
  /** What the service said, in this page's hearing, to what it did not take. */
  readonly sentences = new Map<string, string>();
  isSignedOut = false;
  private readonly flushing: Flush;
  private readonly tabs = "BroadcastChannel" in self ? new BroadcastChannel(CHANNEL) : null;
  /** Presses of this page of whose end it has not heard. */
  private readonly pending = new Map<string, Act>();
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
    this.tabs?.addEventListener("message", () => void this.lookAgain());
  }

  start(): void {
    const now = (): void => this.now();
    for (const event of ["online", "pageshow", "focus"]) addEventListener(event, now);
    document.addEventListener("visibilitychange", () => document.hidden || now());
    now();
  }

  /** Stored when this answers, as durably as this browser can; then it is on its way. */
  async put(given: Omit<Press, "account" | "signIn">): Promise<Act> {
    const unkept = given.unkept || !mayKeep(given.address, given.fields);
    const press = { ...given, unkept, account: this.account, signIn: this.signIn };
    const key = freshKey();
    const [act] = await this.store.change((acts) => {
      const made = pressed(this.own(acts), press, key, moment());
      this.inHand.add(made[0].key);
      this.pending.set(made[0].key, made[0]);
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
    this.pending.delete(key);
    await this.store.change((acts) => acts.filter((act) => act.key === key).map(gone));
    this.say();
  }

  /** Forget everything of this account, or of everybody where nobody is signed in. */
  async forget(): Promise<void> {
    await this.store.forget((acts) => this.own(acts).map(gone)).catch(() => null);
    this.say();
  }

  /** Words were taken away or a call is over, perhaps by another phone: no shadow of it stays. */
  async loseSightOf(cards: (Partial<Card> & { do?: string })[]): Promise<void> {
    const ids = cards.flatMap(({ gone, html = "", id }) => ((gone || OVER.test(html)) && id) || []);
    if (ids.length) await this.store.change((acts) => takenAway(acts, ids));
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
    this.timer = 0;
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
    const { act, verdict, answer } = told;
    if (verdict === "refused") {
      this.sentences.set(act.key, (answer?.said as { error: string }).error);
    }
    this.hear(told);
    this.say();
    // Another lane may be under way for long: this one is tried again without waiting for it.
    if (verdict === "later" || verdict === "away") this.later(0);
  }

  /** Anybody may speak in another tab. What became of this page's presses stands in the store. */
  private async lookAgain(): Promise<void> {
    const acts = this.own(await this.store.all());
    for (const [key, act] of this.pending) {
      const found = acts.find((one) => one.key === key) ?? gone(act);
      // A call that is wanted anew goes on under another key.
      const isReplaced = found.state === "gone" && isAlert(act) && acts.some(isAlert);
      if (isReplaced) this.pending.delete(key);
      else if (found.state !== "waiting") this.hear({ act: found, verdict: found.state });
    }
    this.changed.say();
    // Whoever tries often must not put off the others' own try for ever.
    if (!this.timer && acts.some(({ state }) => state === "waiting")) this.later(0);
  }

  private hear(told: Told): void {
    const { act, verdict } = told;
    this.isSignedOut = verdict === "signed-out";
    if (["done", "refused", "gone"].includes(verdict)) this.pending.delete(act.key);
    this.told.say(told);
  }

  private say(): void {
    this.changed.say();
    this.tabs?.postMessage(null);
  }

  private own(acts: Act[]): Act[] {
    return this.flushing.own(acts);
  }
}

/** Where the worker can, it sends when the network is back, even with every page closed. */
async function askForSync(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await worker?.sync?.register("outbox").catch(() => undefined);
}
