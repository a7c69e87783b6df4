/**
 * The client machine of docs/protocol.md section 5: what to show and what to ask for.
 *
 * Pure on purpose: no page, no timer, no network. Whoever owns it feeds it what arrived and the
 * time, and carries out the effects. That is what makes every order of events testable.
 */
import { Following } from "./following.js";
import type { Effect } from "./following.js";
import type { Changes, Frame, Heads, NamedCard, Page } from "./protocol.js";

export type { Effect } from "./following.js";

const GAP_MS = 200;
const HEADS_MS = 300;

export class Machine {
  private readonly following = new Map<string, Following>();
  private readonly pastEpochs = new Set<string>();
  private effects: Effect[] = [];

  constructor(
    private history: string | null = null,
    private readonly random: () => number = Math.random,
  ) {}

  get epoch(): string | null {
    return this.history;
  }

  /** Begin with what a page shows already. */
  follow(stream: string, head: number, cards: NamedCard[] = []): void {
    const tell = (effect: Effect) => this.effects.push(effect);
    this.following.set(stream, new Following(stream, head, cards, tell));
  }

  /** Begin with nothing: the first thing asked for is a snapshot. */
  followAnew(stream: string, now: number): Effect[] {
    this.follow(stream, 0);
    this.following.get(stream)?.forget(now);
    return this.settle(now);
  }

  streams(): string[] {
    return [...this.following.keys()];
  }

  cursor(stream: string): number {
    return this.following.get(stream)?.cursor ?? 0;
  }

  frame(frame: Frame, now: number): Effect[] {
    const following = this.following.get(frame.stream);
    if (this.meet(frame.epoch, now) && following) {
      following.takeFrame(frame);
      following.askIfBehind(now + GAP_MS);
    }
    return this.settle(now);
  }

  heads(epoch: string, heads: Heads, now: number, wait = HEADS_MS): Effect[] {
    if (this.meet(epoch, now)) this.raise(heads, now + wait);
    return this.settle(now);
  }

  /** The numbers of one's own write: the same history, so there is no epoch to compare. */
  wrote(seqs: Heads, now: number): Effect[] {
    this.following.forEach((following) => following.reached());
    this.raise(seqs, now + HEADS_MS);
    return this.settle(now);
  }

  /** A stream that `hello` does not name may be ours no more: ask, and be told. */
  hello(epoch: string, heads: Heads, now: number): Effect[] {
    for (const following of this.following.values()) {
      following.reached();
      if (!(following.stream in heads)) following.due = now;
    }
    return this.heads(epoch, heads, now, 0);
  }

  changes(stream: string, answer: Changes, now: number): Effect[] {
    const following = this.landed(stream);
    if (!following) return [];
    if (!this.believe(following, answer.epoch, now)) following.due = now;
    else if (answer.reset) following.forget(now);
    else following.takeChanges(answer, now);
    return this.settle(now);
  }

  snapshot(stream: string, answer: Page, now: number): Effect[] {
    const following = this.landed(stream);
    if (!following) return [];
    if (this.believe(following, answer.epoch, now)) following.takeSnapshot(answer, now);
    else following.due = now;
    return this.settle(now);
  }

  older(stream: string, answer: Page, now: number): Effect[] {
    const following = this.following.get(stream);
    if (following && this.meet(answer.epoch, now)) following.takeOlder(answer);
    return this.settle(now);
  }

  /** Ask now, whatever is known: the page is shown again, the network is back, a minute is over. */
  want(stream: string, now: number): Effect[] {
    const following = this.following.get(stream);
    if (following) following.due = now;
    return this.settle(now);
  }

  failed(stream: string, now: number): Effect[] {
    this.following.get(stream)?.failed(now, this.random());
    return this.settle(now);
  }

  /** A request was called off by ourselves: nothing is known to be wrong. */
  calledOff(stream: string, now: number): Effect[] {
    this.landed(stream)?.askIfBehind(now);
    return this.settle(now);
  }

  lost(stream: string): Effect[] {
    return this.following.delete(stream) ? [{ do: "lost", stream }] : [];
  }

  tick(now: number): Effect[] {
    return this.settle(now);
  }

  private landed(stream: string): Following | undefined {
    const following = this.following.get(stream);
    following?.landed();
    return following;
  }

  /** Whether words of this epoch count. An unknown one begins a new history for every stream. */
  private meet(epoch: string, now: number): boolean {
    if (epoch === this.epoch) return true;
    if (this.pastEpochs.has(epoch)) return false;
    if (this.epoch !== null) {
      this.pastEpochs.add(this.epoch);
      for (const following of this.following.values()) following.forget(now);
    }
    this.history = epoch;
    return true;
  }

  /** An answer to what was asked in this epoch is of now, even if its epoch seemed past. */
  private believe(following: Following, epoch: string, now: number): boolean {
    if (following.askedIn === this.epoch) this.pastEpochs.delete(epoch);
    return this.meet(epoch, now);
  }

  private raise(heads: Heads, at: number): void {
    for (const [stream, head] of Object.entries(heads)) this.following.get(stream)?.raise(head, at);
  }

  /** Send off what is due, one request per stream at a time, and say when to look again. */
  private settle(now: number): Effect[] {
    let next = Infinity;
    for (const following of this.following.values()) {
      if (following.flying) continue;
      if (following.due <= now) following.launch(this.epoch);
      else next = Math.min(next, following.due);
    }
    if (next < Infinity) this.effects.push({ do: "wake", at: next });
    const effects = this.effects;
    this.effects = [];
    return effects;
  }
}
