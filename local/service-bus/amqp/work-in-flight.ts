/** What a link has begun and not finished; it is part of the `whole` of its client. */
export class WorkInFlight {
  private readonly whole: WorkInFlight | undefined;
  private readonly begun = new Set<Promise<void>>();

  constructor(whole?: WorkInFlight) {
    this.whole = whole;
  }

  add(work: Promise<void>): void {
    this.whole?.add(work);
    this.begun.add(work);
    void work.finally(() => this.begun.delete(work));
  }

  /** Resolves when all that has been begun until now is done; never rejects. */
  async done(): Promise<void> {
    await Promise.allSettled(this.begun);
  }
}
