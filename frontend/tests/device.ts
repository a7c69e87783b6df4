/** A device with two tabs on one store, a clock that jumps, a bad line, and the service behind it. */
import assert from "node:assert/strict";
import { isCertain } from "../clock.js";
import type { Moment } from "../clock.js";
import { answered, inOrder, isAlert, isAsked, mustAsk, nextOf, offeredAgain } from "../outbox/act.js";
import { pressed, undoneBy, wantedAnew } from "../outbox/act.js";
import type { Act, Said } from "../outbox/act.js";
import type { Chance } from "./chance.js";

const PLACES = ["/alerts", "/circles/one/messages", "/circles/two/messages"];
const WORDS = ["text=a", "text=b", "text=c"];
const HARD: Said[] = [422, 404, 409, 410].map((status) => ({ status, said: { error: "No." } }));
const SOFT: Said[] = [0, 401, 408, 425, 429, 503].map((status) => ({ status, said: null }));
const SLACK_MS = 10_000;

interface Tab {
  page: string;
  begun: number;
  heard: { time: number; mono: number } | null;
}

export class Device {
  private rows = new Map<string, Act>();
  private time = 1_000_000;
  private off: number;
  private tabs: Tab[];
  private made = 0;
  /** What the service has done: key to the order in which it came. */
  private done = new Map<string, number>();
  private ever = new Set<string>();
  private epoch = 0;
  private readonly wantedAt = new Map<string, number>();
  private readonly discarded = new Set<string>();
  /** Presses that stepped out of their line, by age or by a no; their order is their own. */
  private readonly outOfLine = new Set<string>();
  private readonly keys = new Map<string, { lane: string; nth: number }>();

  constructor(private readonly chance: Chance) {
    this.off = chance.below(3) * 86_400_000 - 86_400_000;
    this.tabs = [this.open(), this.open()];
  }

  press(): void {
    const address = this.chance.pick(PLACES);
    const fields = address === "/alerts" ? "" : this.chance.pick(WORDS);
    const given = { account: "ana", signIn: "s", address, fields, label: "" };
    const before = this.waiting().find(
      (act) => !act.again && act.address === address && act.fields === fields);
    const here = this.moment(this.chance.pick(this.tabs));
    if (before && mustAsk(before, here)) this.outOfLine.add(before.key);
    const isAnew = before && isAlert(before) && mustAsk(before, here);
    const [act, ...over] = pressed([...this.rows.values()], given, `key${this.made}`, here);
    assert.ok(!before || isAnew || act.key === before.key, "the same press is one act");
    over.forEach((one) => this.supersede(one));
    if (!this.keys.has(act.key)) this.keys.set(act.key, { lane: act.lane, nth: this.made });
    this.made += 1;
    this.wantedAt.set(act.key, this.time);
    this.rows.set(act.key, act);
  }

  /** One try of one act, as flush.ts does it under the lock of its lane. */
  send(isGood = this.chance.happens(0.5)): boolean {
    const tab = this.chance.pick(this.tabs);
    const seesAll = this.waiting().every((act) => isCertain(act.pressed, this.moment(tab)));
    if (!seesAll) {
      if (!isGood && this.chance.happens(0.3)) return false;
      this.look(tab);
    }
    const next = nextOf([...this.rows.values()], this.moment(tab));
    const hasCall = this.waiting().some((act) => isAlert(act) && !this.asks(act, tab));
    if (hasCall) assert.ok(next[0] && isAlert(next[0]), "a call for help goes first");
    const act = isGood ? next[0] : next[this.chance.below(next.length)];
    if (!act) return false;
    this.settle(act, this.answer(act, isGood), tab);
    return true;
  }

  private answer(act: Act, isGood: boolean): Said {
    const turn = isGood ? 0 : this.chance.next();
    if (isAsked(act) && !this.done.has(act.key)) return HARD[1] as Said;
    if (turn > 0.75) return this.chance.pick(SOFT);
    if (turn > 0.6 && !this.done.has(act.key)) return this.chance.pick(HARD);
    this.arrive(act);
    if (turn > 0.4) return { status: 0, said: null };
    return { status: 201, said: { id: `id ${act.key}`, seqs: {} } };
  }

  private arrive(act: Act): void {
    if (this.done.has(act.key)) return;
    const { nth, lane } = this.keys.get(act.key) ?? { nth: 0, lane: "" };
    const waited = this.time - (this.wantedAt.get(act.key) ?? 0);
    const lasts = isAlert(act) ? 120_000 : 600_000;
    if (!act.again || isAlert(act)) assert.ok(waited <= lasts + SLACK_MS, `${act.key} is too old`);
    if (!act.again && !this.outOfLine.has(act.key)) {
      for (const other of this.waiting().filter((one) => one.lane === lane && one !== act)) {
        const isBefore = (this.keys.get(other.key)?.nth ?? 0) < nth && !this.outOfLine.has(other.key);
        assert.ok(!isBefore || this.isOld(other), `${act.key} overtakes ${other.key}`);
      }
    }
    this.done.set(act.key, this.done.size);
    this.ever.add(act.key);
  }

  private isOld(act: Act): boolean {
    const lasts = isAlert(act) ? 120_000 : 600_000;
    return this.time - (this.wantedAt.get(act.key) ?? 0) > lasts - SLACK_MS;
  }

  private settle(act: Act, said: Said, tab: Tab): void {
    const after = answered(act, said, String(this.epoch), this.moment(tab));
    for (const row of [after, ...undoneBy([...this.rows.values()], after)]) this.put(row);
    if (after.state === "refused" || after.state === "lost") this.outOfLine.add(act.key);
  }

  /** The person says yes or no to what is asked of them. */
  decide(): void {
    const tab = this.chance.pick(this.tabs);
    const open = [...this.rows.values()].filter(
      (act) => act.state === "refused" || this.asks(act, tab));
    if (!open.length) return;
    const act = this.chance.pick(open);
    if (act.state !== "refused" && this.chance.happens(0.5)) {
      this.outOfLine.add(act.key);
      this.wantedAt.set(act.key, this.time);
      const key = `key${this.made}`;
      const [again, ...over] = wantedAnew([...this.rows.values()], act, key, this.moment(tab));
      if (again.key === key) {
        this.keys.set(key, { lane: act.lane, nth: this.made });
        this.made += 1;
        this.outOfLine.add(key);
        this.wantedAt.set(key, this.time);
      }
      over.forEach((one) => this.supersede(one));
      return this.put(again);
    }
    this.discarded.add(act.key);
    this.put({ ...act, state: "gone" });
  }

  jump(): void {
    this.off += (this.chance.below(5) - 2) * 3_600_000;
  }

  reload(): void {
    this.tabs[this.chance.below(2)] = this.open();
  }

  /** A backup is put back: the latest acts are lost, and clients hear of another epoch. */
  restore(): void {
    const kept = this.chance.below(this.done.size + 1);
    this.done = new Map([...this.done].filter(([, nth]) => nth < kept));
    this.epoch += 1;
    const tab = this.chance.pick(this.tabs);
    this.look(tab);
    const rows = [...this.rows.values()];
    offeredAgain(rows, String(this.epoch), this.moment(tab)).forEach((row) => this.put(row));
  }

  pass(ms: number): void {
    this.time += ms;
  }

  check(): void {
    for (const key of this.keys.keys()) {
      const isSafe = this.rows.has(key) || this.discarded.has(key) || this.ever.has(key);
      assert.ok(isSafe, `${key} was dropped`);
    }
  }

  /** The line is good at last: what need not be asked is done, and stays done. */
  heal(): void {
    this.tabs.forEach((tab) => this.look(tab));
    while (this.send(true)) this.check();
    const tab = this.tabs[0] as Tab;
    assert.ok(this.waiting().every((act) => this.asks(act, tab)), "nothing is left in a line");
    for (const act of inOrder([...this.rows.values()])) {
      if (act.state === "done") assert.ok(this.done.has(act.key), `${act.key} is done`);
    }
  }

  /** A call that had to ask is another one once it is wanted; the one before needs nothing more. */
  private supersede(act: Act): void {
    this.discarded.add(act.key);
    this.put(act);
  }

  private waiting(): Act[] {
    return [...this.rows.values()].filter(({ state }) => state === "waiting");
  }

  private asks(act: Act, tab: Tab): boolean {
    return mustAsk(act, this.moment(tab));
  }

  private put(act: Act): void {
    if (act.state === "gone") this.rows.delete(act.key);
    else this.rows.set(act.key, act);
  }

  private open(): Tab {
    const tab = { page: String(this.chance.next()), begun: this.time, heard: null };
    this.look(tab);
    return tab;
  }

  private look(tab: Tab): void {
    tab.heard = { time: this.time, mono: this.time - tab.begun };
  }

  private moment({ page, begun, heard }: Tab): Moment {
    const [wall, mono] = [this.time + this.off, this.time - begun];
    const ahead = heard ? heard.time + (mono - heard.mono) - wall : null;
    return { wall, mono, page, ahead };
  }
}

