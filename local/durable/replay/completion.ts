/** How something ended. */
export interface Ending {
  readonly failed?: boolean;
  readonly result?: string | null;
}

/** Something that an orchestrator waits for, whose end is told at once: replay knows no later. */
export class Completion {
  private readonly listeners: (() => void)[] = [];
  private done = false;
  private failed = false;
  private value: string | null = null;

  get isDone(): boolean {
    return this.done;
  }

  /** It has ended, and not well. */
  get hasFailed(): boolean {
    return this.failed;
  }

  /** The JSON that it ended with, where the host itself has to know it. */
  get result(): string | null {
    return this.value;
  }

  /** Only the first time counts. */
  complete({ failed = false, result = null }: Ending = {}): void {
    if (this.done) return;
    this.done = true;
    this.failed = failed;
    this.value = result;
    for (const listener of this.listeners.splice(0)) listener();
  }

  /** Calls back at once when it is done already. */
  whenDone(listener: () => void): void {
    if (this.done) listener();
    else this.listeners.push(listener);
  }

  static done(): Completion {
    const completion = new Completion();
    completion.complete();
    return completion;
  }

  static any(completions: readonly Completion[]): Completion {
    const any = new Completion();
    for (const completion of completions)
      completion.whenDone(() => {
        any.complete();
      });
    return any;
  }

  /** Done when all are, whether they succeeded or failed: .NET's Task.WhenAll does not give up at the first failure. */
  static all(completions: readonly Completion[]): Completion {
    const all = new Completion();
    let open = completions.length;
    if (open === 0) all.complete();
    for (const completion of completions)
      completion.whenDone(() => {
        open -= 1;
        if (open === 0) all.complete();
      });
    return all;
  }
}

/** What runs in an orchestrator: it yields what it waits for. */
export type Coroutine = Generator<Completion, void, void>;

/** Runs a coroutine as far as it gets, and on whenever what it waits for is done; what it throws goes to `failed`. */
export function runCoroutine(coroutine: Coroutine, failed: (error: unknown) => void): Completion {
  const end = new Completion();
  const step = (): void => {
    for (;;) {
      let next: IteratorResult<Completion, void>;
      try {
        next = coroutine.next();
      } catch (error) {
        failed(error);
        end.complete();
        return;
      }
      if (next.done === true) {
        end.complete();
        return;
      }
      if (!next.value.isDone) {
        next.value.whenDone(step);
        return;
      }
    }
  };
  step();
  return end;
}
