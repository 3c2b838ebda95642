import { randomInt, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../../support/clock.ts';
import { draw } from '../../support/seeded.ts';
import { AzureError } from '../model/azure-error.ts';
import { type FaultAction, FaultRequest } from './fault-request.ts';
import { matchesName } from './matches-name.ts';

/** More would be a mistake, and each is looked at for each request. */
const most = 1000;

const Fault = FaultRequest.extend({
  id: z.string(),
  seq: z.int().default(0),
  /** Decides what is drawn, and so makes a failure one that can be repeated. */
  seed: z.int().default(0),
  /** How many requests it was asked about, and how many it happened to. */
  seen: z.int(),
  hits: z.int().default(0),
});
type Fault = z.infer<typeof Fault>;

interface FaultQuestion {
  readonly operation: string;
  readonly group: string;
  readonly container: string;
  /** Asked for only when a fault depends on it. */
  region(): string;
}

/** A fault that happens now; what had to be drawn has been. */
export interface DueFault {
  readonly id: string;
  readonly action: FaultAction;
  readonly delayMs: number;
}

/** Failures on demand, in the order in which they were asked for; kept like all else. */
export class Faults {
  private readonly database: DatabaseSync;
  private readonly clock: Clock;
  private readonly seed: number | undefined;
  private faults: Fault[];

  /** With a `seed`, faults that have none are the same in each emulator that is asked the same. */
  constructor(database: DatabaseSync, clock: Clock, seed?: number) {
    this.database = database;
    this.clock = clock;
    this.seed = seed;
    const rows = database.prepare('SELECT json FROM faults ORDER BY seq').all();
    this.faults = rows.map(({ json }) => Fault.parse(JSON.parse(String(json))));
  }

  /** Throws 400 when there are too many. */
  add(request: FaultRequest): Fault {
    if (this.faults.length >= most) {
      const message = `There are ${String(most)} faults already; DELETE /_emu/faults removes them.`;
      throw new AzureError({ status: 400, code: 'TooManyFaults', message });
    }
    const seq = (this.faults.at(-1)?.seq ?? 0) + 1;
    const seed =
      request.match.seed ?? (this.seed === undefined ? randomInt(2 ** 31) : this.seed + seq);
    const fault = { id: randomUUID(), seq, seed, seen: 0, hits: 0, ...request };
    this.faults.push(fault);
    this.save(fault);
    return fault;
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  clear(): void {
    this.faults = [];
    this.database.exec('DELETE FROM faults');
  }

  /** The first fault that is due for this request; the request is counted by those before it as well. */
  take(question: FaultQuestion): DueFault | undefined {
    for (const fault of this.faults) {
      if (isUsedUp(fault) || !this.isMeant(fault, question)) continue;
      const n = fault.seen;
      fault.seen += 1;
      const isDue = isDrawn(fault, n);
      if (isDue) fault.hits += 1;
      this.save(fault);
      if (isDue) return { id: fault.id, action: fault.action, delayMs: delayOf(fault, n) };
    }
    return undefined;
  }

  private isMeant({ match }: Fault, question: FaultQuestion): boolean {
    const fits = (name: () => string, pattern: string | undefined): boolean =>
      pattern === undefined || matchesName(name(), pattern);
    return (
      (match.until === undefined || this.clock.now() < new Date(match.until)) &&
      fits(() => question.operation, match.operation) &&
      fits(() => question.group, match.group) &&
      fits(() => question.container, match.container) &&
      fits(() => question.region(), match.region)
    );
  }

  private save(fault: Fault): void {
    this.database
      .prepare('INSERT OR REPLACE INTO faults VALUES (?, ?, ?)')
      .run(fault.id, fault.seq, JSON.stringify(fault));
  }
}

function isUsedUp({ match, action, hits }: Fault): boolean {
  const isOpen = match.rate !== undefined || match.until !== undefined;
  return hits >= (action.times ?? (isOpen ? Infinity : 1));
}

function isDrawn({ match, seed }: Fault, n: number): boolean {
  if (match.rate !== undefined) return draw(seed, n) < match.rate;
  return n + 1 >= (match.nth ?? 1);
}

function delayOf({ action, seed }: Fault, n: number): number {
  const { delayMs = 0 } = action;
  if (typeof delayMs === 'number') return delayMs;
  // Not the same draw as the one that decided whether it happens: delays of rare faults would all be short.
  return Math.round(delayMs.min + draw(seed ^ 0x5bd1e995, n) * (delayMs.max - delayMs.min));
}
