/** A model of the service: streams, frames and answers as docs/protocol.md promises them. */
import type { Card, Changes, Frame, Heads, NamedCard, Page } from "../protocol.js";
import type { Chance } from "./chance.js";

interface Thing {
  kind: string;
  id: string;
  first: number;
  seq: number;
  text: string;
  gone: boolean;
}

interface Log {
  things: Map<string, Thing>;
  head: number;
  floor: number;
}

export const STANDING = "member";

export class Service {
  epoch = "epoch 1";
  private made = 0;
  private readonly logs = new Map<string, Log>();

  constructor(
    private readonly chance: Chance,
    readonly streams: string[],
    private readonly newest: number,
    private readonly pageSize: number,
  ) {
    for (const stream of streams) this.logs.set(stream, { things: new Map(), head: 0, floor: 0 });
  }

  /** One change: some cards begin, change or go; or it is an empty number. */
  change(stream: string): Frame {
    const log = this.log(stream);
    const seq = (log.head += 1);
    const touched = new Set<Thing>();
    for (let count = this.chance.below(4); count > 0; count -= 1) touched.add(this.touch(log, seq));
    const cards = [...touched].map((thing) => shown(thing, seq));
    return { epoch: this.epoch, stream, seq, cards };
  }

  /** The same frame rendered late: the cards are in their state of now. */
  renderedLate(frame: Frame): Frame {
    const { things } = this.log(frame.stream);
    const cards = frame.cards.flatMap((card) => {
      const thing = things.get(`${card.kind} ${card.id}`);
      return thing ? [shown(thing, this.chance.happens(0.5) ? thing.seq : frame.seq)] : [card];
    });
    return { ...frame, cards };
  }

  changes(stream: string, after: number): Changes {
    const { head, floor, things } = this.log(stream);
    const answer = { epoch: this.epoch, head, more: false, cards: [] as Card[], reset: false };
    if (after < floor || after > head) return { ...answer, reset: true };
    const changed = inOrder([...things.values()].filter((thing) => thing.seq > after));
    const last = changed[this.pageSize - 1]?.seq ?? head;
    const page = changed.filter((thing) => thing.seq <= last);
    const more = page.length < changed.length;
    return { ...answer, more, cards: page.map((thing) => shown(thing, thing.seq)) };
  }

  snapshot(stream: string): Page {
    const { head, things } = this.log(stream);
    const there = [...things.values()].filter((thing) => !thing.gone);
    const order = there.filter((thing) => thing.kind !== STANDING);
    order.sort((one, other) => one.first - other.first);
    const kept = [
      ...there.filter((thing) => thing.kind === STANDING),
      ...order.slice(Math.max(0, order.length - this.newest)),
    ];
    const cards = kept.map((thing) => shown(thing, thing.seq));
    return { epoch: this.epoch, head, more: kept.length < there.length, cards };
  }

  heads(): Heads {
    return Object.fromEntries(this.streams.map((stream) => [stream, this.log(stream).head]));
  }

  /** Old entries are given up: who is further behind needs a snapshot. */
  raiseFloor(stream: string): void {
    const log = this.log(stream);
    log.floor += this.chance.below(log.head - log.floor + 1);
  }

  /** A backup is put back: the newest changes never happened. */
  restore(): void {
    this.epoch = `epoch ${this.made += 1} again`;
    for (const log of this.logs.values()) {
      log.head = this.chance.below(log.head + 1);
      log.floor = Math.min(log.floor, log.head);
      for (const [name, thing] of log.things) if (thing.seq > log.head) log.things.delete(name);
    }
  }

  /** What a thing is now, if it is there. */
  standing(stream: string, name: string): string | undefined {
    const thing = this.log(stream).things.get(name);
    return thing && !thing.gone ? thing.text : undefined;
  }

  private log(stream: string): Log {
    return this.logs.get(stream) as Log;
  }

  private touch(log: Log, seq: number): Thing {
    const there = [...log.things.values()].filter((thing) => !thing.gone);
    const begins = this.chance.happens(0.5) || !there.length;
    const thing = begins ? this.begin(log, seq) : this.chance.pick(there);
    thing.seq = seq;
    thing.text = `text ${this.made += 1}`;
    thing.gone = thing.first < seq && this.chance.happens(0.25);
    return thing;
  }

  private begin(log: Log, seq: number): Thing {
    const kind = this.chance.pick(["message", "alert", STANDING]);
    const thing = { kind, id: `id ${this.made += 1}`, first: seq, seq, text: "", gone: false };
    log.things.set(`${thing.kind} ${thing.id}`, thing);
    return thing;
  }
}

function shown({ kind, id, first, text, gone }: Thing, seq: number): NamedCard {
  return gone ? { seq, first, kind, id, gone } : { seq, first, kind, id, html: text };
}

function inOrder(things: Thing[]): Thing[] {
  return things.sort((one, other) => one.seq - other.seq);
}
