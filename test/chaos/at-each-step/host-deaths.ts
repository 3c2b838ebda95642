import type { ActivityHandler } from 'durable-functions';

/** Thrown in what a host was doing when it was killed: nobody is there to catch it. */
class HostKilled extends Error {}

/** They give no promise: texts, and lists that are read one by one. */
const otherMethods = new Set([
  'constructor',
  'put',
  'logUrl',
  'resultsUrl',
  'listTasks',
  'listOwned',
  'stateOf',
]);

export type Moment = 'before' | 'after';

/**
 * Kills the host at one call of the world outside, before it or when it has had its effect and its answer is lost. What
 * the host was doing is then begun anew, as the engine does with an activity whose result it has not got.
 */
export class HostDeaths {
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  /** Activities that were begun anew. */
  readonly interrupted: string[] = [];
  private isDead = false;
  private activity = '';
  private readonly isDue: (call: number) => Moment | undefined;

  constructor(isDue: (call: number) => Moment | undefined) {
    this.isDue = isDue;
  }

  /** Lays itself around methods of an object that give a promise: all that its class has, if they are not named. */
  around(what: string, object: object, names = methodsOf(object)): void {
    for (const name of names) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== 'function') continue;
      const call = (...args: unknown[]): unknown =>
        this.call(`${what}.${name}`, () => Reflect.apply(method, object, args) as unknown);
      Reflect.set(object, name, call);
    }
  }

  /** One call of the world outside. */
  async call(name: string, carryOut: () => unknown): Promise<unknown> {
    if (this.isDead) throw new HostKilled();
    // What a test does by itself is none of the host's doing.
    if (this.activity === '') return carryOut();
    const moment = this.isDue(this.calls.length);
    this.calls.push(`${this.activity}: ${name}`);
    if (moment === 'before') this.die();
    try {
      return await carryOut();
    } finally {
      // Also when it was refused.
      if (moment === 'after') this.die();
    }
  }

  /** Around an activity. */
  readonly wrap =
    (name: string, handler: ActivityHandler): ActivityHandler =>
    async (input, context): Promise<unknown> => {
      for (;;) {
        this.activity = name;
        const result = await this.resultOf(() => handler(input, context));
        this.activity = '';
        if (!this.isDead) return result();
        this.interrupted.push(name);
        this.isDead = false;
      }
    };

  private async resultOf(run: () => unknown): Promise<() => unknown> {
    try {
      const result = await run();
      return () => result;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  private die(): never {
    this.isDead = true;
    throw new HostKilled();
  }
}

function methodsOf(object: object): string[] {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(object));
  return names.filter((name) => !otherMethods.has(name));
}
