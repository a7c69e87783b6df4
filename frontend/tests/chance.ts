/** Chance with a seed, so that a red case can be played again. */
export class Chance {
  constructor(private state: number) {}

  /** Mulberry32: small, and good enough to shuffle with. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(many: readonly T[]): T {
    return many[this.below(many.length)] as T;
  }

  /** Take one out, from anywhere: that is the shuffle. */
  draw<T>(many: T[]): T | undefined {
    return many.splice(this.below(many.length), 1)[0];
  }
}
