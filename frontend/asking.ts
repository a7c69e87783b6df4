/** Carries out what the machine asks for: requests, pauses, and cards for the screen. */
import { get, toSignIn } from "./http.js";
import type { Effect, Machine } from "./machine.js";
import { verdictOn } from "./outbox/act.js";
import type { Changes, Page } from "./protocol.js";
import { Signal } from "./signal.js";
import type { Answer } from "./wire.js";

type Request = Extract<Effect, { do: "sync" | "snapshot" }>;
export type ScreenEffect = Extract<Effect, { do: "show" | "remove" | "lost" }>;

const HELD_BACK_S = 25;
const HELD_BACK_MS = 40_000;
const ORDINARY_MS = 15_000;
const TOO_QUICK_MS = 1_000;
const BREATHER_MS = 2_000;

export class Asking {
  /** Whether the service could be reached by the last request. */
  readonly reached = new Signal<boolean>();
  private readonly waiting = new Map<string, AbortController>();
  private patient = false;
  /** An answer came since we poll. Until then none is held back: it tells that there is a line. */
  private isAnswered = false;
  private timer = 0;

  constructor(
    private readonly machine: Machine,
    private readonly show: (effects: ScreenEffect[]) => void,
  ) {}

  /** Without a socket answers are held back until there is one: the long poll. */
  beginPolling(): void {
    if (this.patient) return;
    this.patient = true;
    this.isAnswered = false;
    this.wantAll();
  }

  endPolling(): void {
    this.patient = false;
    for (const request of this.waiting.values()) request.abort();
  }

  wantAll(): void {
    const now = Date.now();
    for (const stream of this.machine.streams()) this.carryOut(this.machine.want(stream, now));
  }

  carryOut(effects: Effect[]): void {
    const forScreen: ScreenEffect[] = [];
    for (const effect of effects) {
      if (effect.do === "wake") this.wakeAt(effect.at);
      else if (effect.do === "sync" || effect.do === "snapshot") void this.ask(effect);
      else forScreen.push(effect);
    }
    if (forScreen.length) this.show(forScreen);
  }

  private wakeAt(at: number): void {
    clearTimeout(this.timer);
    const wake = (): void => this.carryOut(this.machine.tick(Date.now()));
    this.timer = window.setTimeout(wake, Math.max(0, at - Date.now()));
  }

  private async ask(request: Request): Promise<void> {
    const begun = Date.now();
    const mayWait = request.do === "sync" && !request.ahead;
    const isHeldBack = mayWait && this.patient && this.isAnswered;
    const calledOff = new AbortController();
    if (isHeldBack) this.waiting.set(request.stream, calledOff);
    const address = addressOf(request, isHeldBack);
    const answer = await get(address, calledOff.signal, isHeldBack ? HELD_BACK_MS : ORDINARY_MS);
    this.waiting.delete(request.stream);
    if (calledOff.signal.aborted) {
      return this.carryOut(this.machine.calledOff(request.stream, Date.now()));
    }
    this.take(request, answer);
    if (!this.patient || answer.status !== 200) return;
    this.isAnswered = true;
    this.askAgain(request.stream, isHeldBack ? Date.now() - begun : HELD_BACK_MS);
  }

  private take(request: Request, answer: Answer): void {
    const { machine } = this;
    const { stream } = request;
    const now = Date.now();
    this.reached.say(answer.status !== 0 && answer.status < 500);
    const verdict = verdictOn(answer); // a network's welcome page may say 404, too
    if (verdict === "signed-out") return toSignIn();
    if (verdict === "refused" && answer.status === 404) return this.carryOut(machine.lost(stream));
    if (answer.status !== 200 || !answer.said) return this.carryOut(machine.failed(stream, now));
    if (request.do === "snapshot") {
      return this.carryOut(machine.snapshot(stream, answer.said as Page, now));
    }
    this.carryOut(machine.changes(stream, answer.said as Changes, now));
  }

  /** A service that does not hold back must not be asked in a tight loop. */
  private askAgain(stream: string, took: number): void {
    const again = (): void => {
      if (this.patient) this.carryOut(this.machine.want(stream, Date.now()));
    };
    setTimeout(again, took < TOO_QUICK_MS ? BREATHER_MS : 0);
  }
}

function addressOf(request: Request, isHeldBack: boolean): string {
  const stream = `/streams/${encodeURIComponent(request.stream)}`;
  if (request.do === "snapshot") return `${stream}/snapshot`;
  return `${stream}/changes?after=${request.after}${isHeldBack ? `&wait=${HELD_BACK_S}` : ""}`;
}
