/**
 * Sending what waits, in the page and in the worker alike: no `document` and no `window` here.
 *
 * Each lane is sent by one sender at a time, in order, one act after the other; lanes do not wait
 * for each other. Nothing is taken for sent before the service has said so.
 */
import { isCertain, isHeard, moment, setClock } from "../clock.js";
import { call } from "../wire.js";
import type { Answer } from "../wire.js";
import {
  actsOf, alertsFirst, answered, isAlert, isAsked, mustAsk, nextOf, offeredAgain,
} from "./act.js";
import { gone, undoneBy, verdictOn } from "./act.js";
import type { Act, Person, Verdict } from "./act.js";
import { Store } from "./store.js";
import { inTurn } from "./turn.js";

/** Who is signed in here, as far as is known, and the token that goes with it. */
export interface Here extends Person {
  epoch: string | null;
  token: string;
}

/** What became of an act at one try; without an answer where another tab or the worker had it. */
export interface Told {
  act: Act;
  verdict: Verdict | Act["state"] | "away";
  answer?: Answer;
}

/** By which tabs and the worker tell each other to look again; whatever else is said there, nobody believes. */
export const CHANNEL = "outbox";
const ALERT_PATIENCE_MS = 2_000;
const PATIENCE_MS = 20_000;
/** A service that is overrun may ask for a rest; no call for help rests for long. */
const ALERT_REST_MS = 10_000;
const REST_MS = 60_000;

export class Flush {
  private readonly busy = new Set<string>();
  private readonly again = new Set<string>();
  private looking: Promise<Here | Verdict> | null = null;
  /** Until when each lane was asked to be left alone, by the clock of this page. */
  private readonly rests = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly tell: (told: Told) => void,
    private here: Here | null = null,
  ) {}

  /**
   * Send everything that may go; `isUrged`: by a person or a new line, so no lane rests. Answers
   * for how long all lanes were asked to be left alone, that have something to send.
   */
  async flush(isUrged = true): Promise<number> {
    if (!this.here && typeof (await this.look()) === "string") return 0;
    const waiting = this.own(await this.store.all()).filter(({ state }) => state === "waiting");
    const lanes = [...new Set(waiting.sort(alertsFirst).map(({ lane }) => lane))];
    const awake = lanes.filter((lane) => isUrged || !this.restOf(lane));
    await Promise.all(awake.map((lane) => this.send(lane)));
    return lanes.length ? Math.min(...lanes.map((lane) => this.restOf(lane))) : 0;
  }

  private restOf(lane: string): number {
    return Math.max(0, (this.rests.get(lane) ?? 0) - performance.now());
  }

  /** The service lives in this epoch: what it acknowledged in another one is offered again. */
  async meet(epoch: string | null): Promise<void> {
    if (!epoch || !this.here) return;
    this.here.epoch = epoch;
    await this.store.change((acts) => offeredAgain(this.own(acts), epoch, moment()));
  }

  /** Those of whoever is signed in here; of everybody, while that is not known. */
  own(acts: Act[]): Act[] {
    return this.here ? actsOf(acts, this.here, moment()) : acts;
  }

  /** Ask who is signed in here and what time it is. Without an answer nothing is sent. */
  private look(): Promise<Here | Verdict> {
    this.looking ??= this.ask().finally(() => (this.looking = null));
    return this.looking;
  }

  private async ask(): Promise<Here | Verdict> {
    const { status, said } = await call("/me/now", {}, "");
    if (status !== 200 || !said) return verdictOn({ status, said });
    const now = said as Record<"account" | "sign_in" | "epoch" | "server_time" | "csrf_token", string>;
    setClock(now.server_time);
    const { account, sign_in: signIn, epoch, csrf_token: token } = now;
    if (this.here && this.here.account !== account) return "signed-out";
    const isOther = this.here?.epoch !== epoch;
    this.here = { account, signIn, epoch, token };
    if (isOther) await this.meet(epoch);
    return this.here;
  }

  private async send(lane: string): Promise<void> {
    if (this.busy.has(lane)) return void this.again.add(lane);
    this.busy.add(lane);
    const patience = lane === "alerts" ? ALERT_PATIENCE_MS : PATIENCE_MS;
    try {
      await inTurn(lane, patience, () => this.drain(lane));
    } finally {
      this.busy.delete(lane);
    }
    if (this.again.delete(lane)) await this.send(lane);
  }

  private async drain(lane: string): Promise<void> {
    const renewed = new Set<string>();
    for (;;) {
      let waiting = await this.waitingIn(lane);
      // An age that this page did not see pass is worth nothing without the service's clock.
      if (!isHeard() && waiting.some(({ pressed }) => !isCertain(pressed, moment()))) {
        const here = await this.look();
        if (typeof here === "string") return this.sayOf(waiting[0], here);
        waiting = await this.waitingIn(lane);
      }
      const [act] = nextOf(waiting, moment());
      if (!act || !(await this.attempt(act, renewed))) return;
    }
  }

  private async waitingIn(lane: string): Promise<Act[]> {
    const own = this.own(await this.store.all());
    return own.filter((act) => act.lane === lane && act.state === "waiting");
  }

  /** Whether the lane may go on. A token is renewed once for each act: one that stays stale waits. */
  private async attempt(act: Act, renewed: Set<string>): Promise<boolean> {
    if (!this.here || mustAsk(act, moment())) return false;
    const { epoch, token } = this.here;
    const answer = await this.post(act, token);
    if (verdictOn(answer) === "stale" && !renewed.has(act.key)) {
      renewed.add(act.key);
      const fresh = await this.look();
      if (typeof fresh === "string") {
        this.sayOf(act, fresh);
        return false;
      }
      // Another sign-in of theirs: looked at anew, for now it may have to ask.
      if (fresh.token !== token) return true;
    }
    const rest = Math.min(answer.retryAfterMs, isAlert(act) ? ALERT_REST_MS : REST_MS);
    this.rests.set(act.lane, performance.now() + rest);
    await this.settle(act, answer, epoch);
    const verdict = verdictOn(answer);
    this.tell({ act, verdict: answer.status === 0 ? "away" : verdict, answer });
    return verdict === "done" || verdict === "refused";
  }

  private post(act: Act, token: string): Promise<Answer> {
    const { address, fields, key } = act;
    const body = new URLSearchParams(fields);
    body.set("key", key);
    if (isAsked(act)) body.set("again", "y");
    return call(address, { method: "POST", body, keepalive: true }, token);
  }

  /** Signed out meanwhile, everything was forgotten: then nothing is written back. */
  private async settle({ key }: Act, answer: Answer, epoch: string | null): Promise<void> {
    await this.store.change((acts) => {
      const act = acts.find((one) => one.key === key);
      if (!act || act.state !== "waiting") return [];
      const after = answered(act, answer, epoch, moment());
      if (after === act) return [];
      return [after, ...undoneBy(acts, after), ...outdoneBy(this.own(acts), after)];
    });
  }

  private sayOf(act: Act | undefined, verdict: Verdict): void {
    if (act) this.tell({ act, verdict: verdict === "later" ? "away" : verdict });
  }
}

/**
 * For the worker, which has no page, on `sync`. Rejects while something is left in a line, so that
 * the browser asks again. Whose acts go out is decided by who is signed in now.
 */
export async function flushAll(store = new Store()): Promise<void> {
  const tabs = new BroadcastChannel(CHANNEL);
  const flushing = new Flush(store, () => tabs.postMessage(null));
  await flushing.flush().finally(() => tabs.close());
  if (nextOf(flushing.own(await store.all()), moment()).length) throw new Error("something waits");
}

/** A call that was refused says that nobody was told; once a later one is heard, that is not so. */
const outdoneBy = (acts: Act[], after: Act): Act[] => acts.filter((act) =>
  isAlert(act) && isAlert(after) && act.state === "refused" && after.state !== "refused").map(gone);
