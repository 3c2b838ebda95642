import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { parseLifecycleFaults } from '../model/lifecycle-fault.ts';

const Lifecycle = z.string().superRefine((text, context) => {
  try {
    parseLifecycleFaults(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : '' });
  }
});

/** What happens to a request that a fault matches. */
const FaultAction = z
  .strictObject({
    status: z.int().min(400).max(599).optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    delayMs: z.int().nonnegative().optional(),
    /** Cut the connection before the operation is done, or after it without saying so. */
    abort: z.enum(['before', 'after']).optional(),
    /** What happens to the group that the request creates. */
    lifecycle: Lifecycle.optional(),
    /** For how many matching requests. */
    times: z.int().positive().default(1),
  })
  .refine(({ status, delayMs, abort, lifecycle }) => status ?? delayMs ?? abort ?? lifecycle, {
    message: 'has to say one of status, delayMs, abort or lifecycle',
  });
export type FaultAction = z.infer<typeof FaultAction>;

export const FaultRequest = z.strictObject({
  match: z
    .strictObject({
      /** Such as ContainerGroups_CreateOrUpdate: the operationId of the API's specification. */
      operation: z.string().optional(),
      /** A name of a group, with `*` for any characters. */
      group: z.string().optional(),
      /** The first matching request that it happens to; 1 = the next. */
      nth: z.int().positive().default(1),
    })
    .prefault({}),
  action: FaultAction,
});
export type FaultRequest = z.infer<typeof FaultRequest>;

const Fault = FaultRequest.extend({ id: z.string(), seen: z.int() });
type Fault = z.infer<typeof Fault>;

/** Failures on demand, in the order in which they were asked for; kept like all else. */
export class Faults {
  private readonly database: DatabaseSync;
  private faults: Fault[];

  constructor(database: DatabaseSync) {
    this.database = database;
    const rows = database.prepare('SELECT json FROM faults ORDER BY seq').all();
    this.faults = rows.map(({ json }) => Fault.parse(JSON.parse(String(json))));
  }

  add(request: FaultRequest): Fault {
    const fault = { id: randomUUID(), seen: 0, ...request };
    this.faults.push(fault);
    this.save(fault, this.faults.length);
    return fault;
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  clear(): void {
    this.faults = [];
    this.database.exec('DELETE FROM faults');
  }

  /** The action of the first fault that is due for this request; the request is counted by those before it as well. */
  take(request: { readonly operation: string; readonly group: string }): FaultAction | undefined {
    for (const [index, fault] of this.faults.entries()) {
      const { match, action } = fault;
      const isMatch =
        (match.operation ?? request.operation) === request.operation &&
        (match.group === undefined || path.matchesGlob(request.group, match.group));
      if (!isMatch || fault.seen >= match.nth - 1 + action.times) continue;
      fault.seen += 1;
      this.save(fault, index);
      if (fault.seen >= match.nth) return action;
    }
    return undefined;
  }

  private save(fault: Fault, index: number): void {
    this.database
      .prepare('INSERT OR REPLACE INTO faults VALUES (?, ?, ?)')
      .run(fault.id, index, JSON.stringify(fault));
  }
}
