/** Everything between the model of the service and the machine, and what may go wrong there. */
import assert from "node:assert/strict";
import { Machine } from "../machine.js";
import type { Effect } from "../machine.js";
import { isNamed } from "../protocol.js";
import type { Changes, Frame, NamedCard, Page } from "../protocol.js";
import type { Chance } from "./chance.js";
import { STANDING } from "./service.js";
import type { Service } from "./service.js";

interface Request {
  stream: string;
  after: number | null;
  answer?: Changes | Page;
}

export class Network {
  readonly screen = new Map<string, Map<string, NamedCard>>();
  /** Where the page that was given begins; what is before it, is on an older one. */
  readonly oldest = new Map<string, number>();
  requests: Request[] = [];
  now = 0;
  private wakeAt = Infinity;
  private frames: Frame[] = [];
  /** Which numbers of a stream the machine was told, by history. */
  private readonly told = new Map<string, Set<number>>();
  private epoch: string | null;

  constructor(
    private readonly chance: Chance,
    private readonly service: Service,
    readonly machine = new Machine(service.epoch, () => chance.next()),
  ) {
    this.epoch = machine.epoch;
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
    this.hear(frame);
  }

  deliverHeads(): void {
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
    this.carryOut(this.machine.older(stream, this.service.snapshot(stream), this.now));
  }

  pass(ms: number): void {
    this.now += ms;
    if (this.now < this.wakeAt) return;
    this.wakeAt = Infinity;
    this.carryOut(this.machine.tick(this.now));
  }

  /**
   * All faults end: what is under way is lost, every request from now on is answered. The machine
   * hears where the streams stand, or only the frame of one more change in each.
   */
  heal(): void {
    this.frames = [];
    while (this.requests.length) this.loseRequest();
    if (this.chance.happens(0.5)) this.deliverHeads();
    else this.service.streams.forEach((stream) => this.hear(this.service.change(stream)));
    for (let turns = 0; this.requests.length || this.wakeAt < Infinity; turns += 1) {
      assert.ok(turns < 500, "the machine comes to rest");
      for (const request of [...this.requests]) {
        request.answer = this.answerTo(request);
        this.deliver(request);
      }
      this.pass(30_000);
    }
  }

  private hear(frame: Frame): void {
    this.note(frame.epoch, frame.stream, [frame.seq]);
    this.carryOut(this.machine.frame(frame, this.now));
  }

  private open(stream: string): void {
    const page = this.service.snapshot(stream);
    this.screen.set(stream, new Map());
    if (this.chance.happens(0.3)) {
      this.carryOut(this.machine.followAnew(stream, this.now));
      return;
    }
    this.notePage(stream, page);
    const cards = page.cards.map((card) => ({ ...card, first: 0, kind: "", id: "", ...card }));
    for (const card of cards) this.show(stream, { ...card });
    this.machine.follow(stream, page.head, cards);
  }

  private answerTo({ stream, after }: Request): Changes | Page {
    return after === null ? this.service.snapshot(stream) : this.service.changes(stream, after);
  }

  private deliver(request: Request): void {
    const { stream, after, answer } = request;
    this.requests = this.requests.filter((one) => one !== request);
    if (!answer) return;
    if (after === null) this.notePage(stream, answer);
    else this.noteChanges(stream, after, answer as Changes);
    const { machine, now } = this;
    if (after === null) this.carryOut(machine.snapshot(stream, answer, now));
    else this.carryOut(machine.changes(stream, answer as Changes, now));
  }

  private carryOut(effects: Effect[]): void {
    if (this.epoch !== this.machine.epoch) this.beginAgain();
    for (const effect of effects) {
      if (effect.do === "wake") this.wakeAt = Math.min(this.wakeAt, effect.at);
      else if (effect.do === "sync") this.send(effect.stream, effect.after);
      else if (effect.do === "snapshot") this.send(effect.stream, null);
      else if (effect.do === "remove") this.hide(effect.stream, `${effect.kind} ${effect.id}`);
      else if (effect.do === "show") this.show(effect.stream, { ...effect.card });
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

  private show(stream: string, card: NamedCard): void {
    const cards = this.screen.get(stream);
    const name = `${card.kind} ${card.id}`;
    const before = cards?.get(name)?.seq ?? 0;
    assert.ok(before <= card.seq, `${name} went back from ${before} to ${card.seq}`);
    cards?.set(name, card);
  }

  private notePage(stream: string, page: Page): void {
    this.noteUpTo(page.epoch, stream, page.head);
    const inOrder = page.cards.filter(isNamed).filter(({ kind }) => kind !== STANDING);
    this.oldest.set(stream, Math.min(...inOrder.map(({ first }) => first)));
  }

  private noteUpTo(epoch: string, stream: string, head: number, after = 0): void {
    this.note(epoch, stream, Array.from({ length: head - after }, (_, at) => after + at + 1));
  }

  private noteChanges(stream: string, after: number, answer: Changes): void {
    if (answer.reset) return;
    const last = answer.more ? (answer.cards.at(-1)?.seq ?? after) : answer.head;
    this.noteUpTo(answer.epoch, stream, last, after);
  }

  private note(epoch: string, stream: string, seqs: number[]): void {
    const told = this.told.get(`${epoch} ${stream}`) ?? new Set();
    this.told.set(`${epoch} ${stream}`, told);
    for (const seq of seqs) told.add(seq);
  }

  /** In another history numbers mean something else. */
  private beginAgain(): void {
    this.epoch = this.machine.epoch;
    for (const cards of this.screen.values()) for (const card of cards.values()) card.seq = 0;
  }

  private checkNoGap(stream: string): void {
    const told = this.told.get(`${this.epoch} ${stream}`);
    for (let seq = 1; seq <= this.machine.cursor(stream); seq += 1) {
      assert.ok(told?.has(seq), `${stream} holds ${this.machine.cursor(stream)}, missed ${seq}`);
    }
  }
}
