/** What is held of one stream, and how a frame, an answer or a snapshot changes it. Pure. */
import { isNamed } from "./protocol.js";
import type { Card, Changes, Frame, NamedCard, Page } from "./protocol.js";

export type Effect =
  | { do: "sync"; stream: string; after: number; ahead: boolean }
  | { do: "snapshot"; stream: string }
  | { do: "show"; stream: string; card: NamedCard }
  | { do: "remove"; stream: string; kind: string; id: string; gone: boolean }
  | { do: "lost"; stream: string }
  | { do: "wake"; at: number };

const NEVER = Infinity;
const RETRY_MS = 300;
const MISSES = 3;
const BACKOFF_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;

const nameOf = (card: NamedCard): string => `${card.kind} ${card.id}`;

export class Following {
  head: number;
  /** When to ask next; never, while nothing is known to be missing. */
  due = NEVER;
  flying = false;
  askedIn: string | null = null;
  /** What is held means nothing any more; only a snapshot helps. */
  stale = false;
  private readonly cards: Map<string, NamedCard>;
  /** Numbers above a gap whose cards are shown already. */
  private readonly early = new Set<number>();
  private misses = 0;
  private failures = 0;
  private notBefore = 0;
  /** Answers from before this number may hold what is gone by now. */
  private born: number;

  constructor(
    readonly stream: string,
    public cursor: number,
    cards: NamedCard[],
    private readonly tell: (effect: Effect) => void,
  ) {
    this.head = cursor;
    this.born = cursor;
    this.cards = new Map(cards.map((card) => [nameOf(card), card]));
  }

  takeFrame(frame: Frame): void {
    this.head = Math.max(this.head, frame.seq);
    if (this.stale) return;
    // At or under the cursor everything is known, so an unknown card there is an old or a gone one.
    for (const card of frame.cards.filter((one) => one.seq > this.cursor)) this.take(card);
    if (frame.seq > this.cursor) this.early.add(frame.seq);
    this.closeUp();
    if (this.cursor >= this.head) this.rest();
  }

  takeChanges(answer: Changes, now: number): void {
    if (this.stale) return;
    for (const card of answer.cards) this.take(card);
    const last = answer.cards.at(-1)?.seq ?? this.cursor;
    this.moveTo(answer.more ? last : answer.head);
    if (this.cursor >= this.head && !answer.more) return this.rest();
    this.misses += 1;
    if (this.misses >= MISSES) this.forget(now);
    else this.due = answer.more ? now : now + RETRY_MS;
  }

  takeSnapshot(answer: Page, now: number): void {
    const standing = new Set(answer.cards.filter(isNamed).map(nameOf));
    const before = [...this.cards.values()];
    this.cards.clear();
    this.stale = false;
    this.born = answer.head;
    for (const { kind, id } of before.filter((card) => !standing.has(nameOf(card)))) {
      this.tell({ do: "remove", stream: this.stream, kind, id, gone: false });
    }
    for (const card of answer.cards) this.take(card);
    this.moveTo(answer.head);
    this.rest();
    this.askIfBehind(now);
  }

  /** Cards from before those on the page; a newer state that is known already wins. */
  takeOlder(answer: Page): void {
    if (this.stale || answer.head < this.born) return;
    for (const card of answer.cards.filter(isNamed)) {
      const known = this.cards.get(nameOf(card));
      this.take(known && known.seq > card.seq ? known : card);
    }
  }

  forget(now: number): void {
    this.cursor = 0;
    this.head = 0;
    this.misses = 0;
    this.early.clear();
    this.stale = true;
    this.due = now;
  }

  raise(head: number, at: number): void {
    this.head = Math.max(this.head, head);
    this.askIfBehind(at);
  }

  askIfBehind(at: number): void {
    const behind = this.stale || this.head > this.cursor;
    if (behind) this.due = Math.min(this.due, Math.max(at, this.notBefore));
  }

  landed(): void {
    this.flying = false;
    this.reached();
  }

  /** The service is there: what failed before is no reason to wait any more. */
  reached(): void {
    this.failures = 0;
    this.notBefore = 0;
  }

  failed(now: number, random: number): void {
    this.flying = false;
    this.failures = Math.min(this.failures + 1, 6);
    const longest = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** this.failures);
    this.notBefore = now + longest * (0.5 + random / 2);
    this.due = this.notBefore;
  }

  launch(epoch: string | null): void {
    const { stream, cursor } = this;
    this.askedIn = epoch;
    this.flying = true;
    this.due = NEVER;
    if (this.stale) this.tell({ do: "snapshot", stream });
    else this.tell({ do: "sync", stream, after: cursor, ahead: this.head > cursor });
  }

  private moveTo(seq: number): void {
    this.cursor = Math.max(this.cursor, seq);
    this.head = Math.max(this.head, seq);
    this.closeUp();
  }

  private closeUp(): void {
    while (this.early.delete(this.cursor + 1)) this.cursor += 1;
    for (const seq of this.early) if (seq <= this.cursor) this.early.delete(seq);
  }

  private rest(): void {
    this.misses = 0;
    this.due = NEVER;
  }

  private take(card: Card): void {
    if (!isNamed(card)) return;
    const known = this.cards.get(nameOf(card));
    if (known && known.seq > card.seq) return;
    this.cards.set(nameOf(card), card);
    const { stream } = this;
    const { kind, id, gone } = card;
    if (gone) this.tell({ do: "remove", stream, kind, id, gone });
    else if (card.html !== undefined) this.tell({ do: "show", stream, card });
  }
}
