/** What a link has begun and not finished. */
export class WorkInFlight {
  private readonly begun = new Set<Promise<void>>();

  add(work: Promise<void>): void {
    this.begun.add(work);
    void work.finally(() => this.begun.delete(work));
  }

  /** Resolves when all that has been begun until now is done; never rejects. */
  async done(): Promise<void> {
    await Promise.allSettled(this.begun);
  }
}
