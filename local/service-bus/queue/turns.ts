/** Several who want the same: each has its turn. */
export class Turns<T> {
  private waiting: readonly T[] = [];

  add(one: T): void {
    this.waiting = [...this.waiting, one];
  }

  remove(one: T): void {
    this.waiting = this.waiting.filter((other) => other !== one);
  }

  /** The first of those that can, after the one who was last. */
  next(can: (one: T) => boolean): T | undefined {
    const at = this.waiting.findIndex(can);
    const one = this.waiting[at];
    if (one !== undefined && this.waiting.length > 1)
      this.waiting = [...this.waiting.slice(at + 1), ...this.waiting.slice(0, at + 1)];
    return one;
  }
}
