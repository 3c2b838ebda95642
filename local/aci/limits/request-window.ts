/** Counts requests in windows of a fixed length; one begins with the first request after the end of the last. */
export class RequestWindow {
  readonly seconds: number;
  private endsAt = 0;
  private count = 0;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** How many requests there have been in the window of now. */
  used(now: Date): number {
    return now.getTime() < this.endsAt ? this.count : 0;
  }

  add(now: Date): void {
    this.count = this.used(now) + 1;
    if (this.count === 1) this.endsAt = now.getTime() + this.seconds * 1000;
  }

  /** Whole seconds until the window of now is over. */
  secondsLeft(now: Date): number {
    return Math.max(1, Math.ceil((this.endsAt - now.getTime()) / 1000));
  }
}
