/** Something others may hear of, without the teller knowing them. */
export class Signal<T> {
  private readonly ears: ((said: T) => void)[] = [];

  hear(ear: (said: T) => void): void {
    this.ears.push(ear);
  }

  say(said: T): void {
    for (const ear of this.ears) ear(said);
  }
}
