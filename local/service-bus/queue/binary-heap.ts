/** Gives the item with the smallest key first; the order of equal keys is not defined. */
export class BinaryHeap<T> {
  private readonly items: T[] = [];
  private readonly keyOf: (item: T) => number;

  constructor(keyOf: (item: T) => number) {
    this.keyOf = keyOf;
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    const key = this.keyOf(item);
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || this.keyOf(above) <= key) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last);
    return first;
  }

  /** Keeps only what `isWanted`. */
  retain(isWanted: (item: T) => boolean): void {
    const kept = this.items.filter(isWanted);
    this.items.length = 0;
    for (const item of kept) this.push(item);
  }

  /** Puts `item` where the first was. */
  private sink(item: T): void {
    const { items } = this;
    const key = this.keyOf(item);
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const [leftItem, rightItem] = [items[left], items[right]];
      if (leftItem === undefined) break;
      const takesRight = rightItem !== undefined && this.keyOf(rightItem) < this.keyOf(leftItem);
      const child = takesRight ? rightItem : leftItem;
      if (this.keyOf(child) >= key) break;
      items[at] = child;
      at = takesRight ? right : left;
    }
    items[at] = item;
  }
}
