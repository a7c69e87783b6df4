/** Everything between the model of the service and the machine, and what may go wrong there. */
import assert from "node:assert/strict";
import { Machine } from "../machine.js";
import type { Effect } from "../machine.js";
import type { Changes, Frame, Page } from "../protocol.js";
import type { Chance } from "./chance.js";
import type { Service } from "./service.js";

interface Request {
  stream: string;
  after: number | null;
  answer?: Changes | Page;
}

export class Network {
  readonly screen = new Map<string, Map<string, { seq: number; html: string }>>();
  requests: Request[] = [];
  now = 0;
  private wakeAt = Infinity;
  private frames: Frame[] = [];
  /** Which numbers of a stream the machine was told in the present history. */
  private readonly told = new Map<string, Set<number>>();
  private heard: string;

  constructor(
    private readonly chance: Chance,
    private readonly service: Service,
    readonly machine = new Machine(service.epoch, () => chance.next()),
  ) {
    this.heard = service.epoch;
    for (const stream of service.streams) this.open(stream);
  }

  change(stream: string): void {
    this.frames.push(this.service.change(stream));
  }

  /** A frame comes: any one of those under way, perhaps again later, perhaps never. */
  deliverFrame(): void {
    const drawn = this.chance.draw(this.frames);
    if (!drawn || this.chance.happens(0.2)) return;
    if (this.chance.happens(0.3)) this.frames.push(drawn);
    const current = drawn.epoch === this.service.epoch;
    const frame = current && this.chance.happens(0.5) ? this.service.renderedLate(drawn) : drawn;
    this.note(frame.epoch, frame.stream, [frame.seq]);
    this.carryOut(this.machine.frame(frame, this.now));
  }

  deliverHeads(): void {
    this.note(this.service.epoch);
    const { epoch } = this.service;
    const heads = this.service.heads();
    const say = this.chance.happens(0.3) ? this.machine.hello : this.machine.heads;
    this.carryOut(say.call(this.machine, epoch, heads, this.now));
  }

  /** The service answers a request; the answer stays under way for a while. */
  serve(): void {
    const request = this.chance.pick(this.requests.filter((one) => !one.answer));
    if (request) request.answer = this.answerTo(request);
  }

  deliverAnswer(): void {
    const ready = this.chance.pick(this.requests.filter((one) => one.answer));
    if (ready) this.deliver(ready);
  }

  loseRequest(): void {
    const request = this.chance.draw(this.requests);
    if (request) this.carryOut(this.machine.failed(request.stream, this.now));
  }

  older(stream: string): void {
    this.note(this.service.epoch);
    this.carryOut(this.machine.older(stream, this.service.snapshot(stream), this.now));
  }

  pass(ms: number): void {
    this.now += ms;
    if (this.now < this.wakeAt) return;
    this.wakeAt = Infinity;
    this.carryOut(this.machine.tick(this.now));
  }

  /** All faults end: what is under way is lost, the heads are heard, every request is answered. */
  heal(): void {
    this.frames = [];
    while (this.requests.length) this.loseRequest();
    this.deliverHeads();
    for (let turns = 0; this.requests.length || this.wakeAt < Infinity; turns += 1) {
      assert.ok(turns < 500, "the machine comes to rest");
      for (const request of [...this.requests]) {
        request.answer = this.answerTo(request);
        this.deliver(request);
      }
      this.pass(30_000);
    }
  }

  private open(stream: string): void {
    const page = this.service.snapshot(stream);
    this.screen.set(stream, new Map());
    this.told.set(stream, new Set());
    if (this.chance.happens(0.3)) {
      this.carryOut(this.machine.followAnew(stream, this.now));
      return;
    }
    this.noteUpTo(page.epoch, stream, page.head);
    const cards = page.cards.map((card) => ({ ...card, first: 0, kind: "", id: "", ...card }));
    for (const { kind, id, seq, html } of cards) {
      this.show(stream, `${kind} ${id}`, seq, html ?? "");
    }
    this.machine.follow(stream, page.head, cards);
  }

  private answerTo({ stream, after }: Request): Changes | Page {
    return after === null ? this.service.snapshot(stream) : this.service.changes(stream, after);
  }

  private deliver(request: Request): void {
    const { stream, after, answer } = request;
    this.requests = this.requests.filter((one) => one !== request);
    if (!answer) return;
    if (after === null) this.noteUpTo(answer.epoch, stream, answer.head);
    else this.noteChanges(stream, after, answer as Changes);
    const { machine, now } = this;
    if (after === null) this.carryOut(machine.snapshot(stream, answer, now));
    else this.carryOut(machine.changes(stream, answer as Changes, now));
  }

  private carryOut(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.do === "wake") this.wakeAt = Math.min(this.wakeAt, effect.at);
      else if (effect.do === "sync") this.send(effect.stream, effect.after);
      else if (effect.do === "snapshot") this.send(effect.stream, null);
      else if (effect.do === "remove") this.hide(effect.stream, `${effect.kind} ${effect.id}`);
      else if (effect.do === "show") {
        const { kind, id, seq, html } = effect.card;
        this.show(effect.stream, `${kind} ${id}`, seq, html ?? "");
      }
    }
    for (const stream of this.service.streams) this.checkNoGap(stream);
  }

  private send(stream: string, after: number | null): void {
    assert.ok(!this.requests.some((one) => one.stream === stream), "one request per stream");
    this.requests.push({ stream, after });
  }

  private hide(stream: string, name: string): void {
    this.screen.get(stream)?.delete(name);
  }

  private show(stream: string, name: string, seq: number, html: string): void {
    const cards = this.screen.get(stream);
    const before = cards?.get(name);
    assert.ok(!before || before.seq <= seq, `${name} went back from ${before?.seq} to ${seq}`);
    cards?.set(name, { seq, html });
  }

  private noteUpTo(epoch: string, stream: string, head: number, after = 0): void {
    this.note(epoch, stream, Array.from({ length: head - after }, (_, at) => after + at + 1));
  }

  private noteChanges(stream: string, after: number, answer: Changes): void {
    if (answer.reset) return this.note(answer.epoch);
    const last = answer.more ? (answer.cards.at(-1)?.seq ?? after) : answer.head;
    this.noteUpTo(answer.epoch, stream, last, after);
  }

  /** Words of the newest history count; its first word makes all earlier ones void. */
  private note(epoch: string, stream = "", seqs: number[] = []): void {
    if (epoch === this.service.epoch && epoch !== this.heard) {
      this.heard = epoch;
      for (const told of this.told.values()) told.clear();
      for (const cards of this.screen.values()) for (const card of cards.values()) card.seq = 0;
    }
    if (epoch === this.heard) for (const seq of seqs) this.told.get(stream)?.add(seq);
  }

  private checkNoGap(stream: string): void {
    const told = this.told.get(stream);
    for (let seq = 1; seq <= this.machine.cursor(stream); seq += 1) {
      assert.ok(told?.has(seq), `${stream} holds ${this.machine.cursor(stream)}, missed ${seq}`);
    }
  }
}
