import { z } from 'zod';
import { EventType, type HistoryEvent } from '../engine/history.ts';
import type { EntityState } from './entity-executor.ts';
import { isRequest, messageNames, parseRelease, parseRequest, RequestMessage } from './messages.ts';

const SchedulerState = z.object({
  exists: z.boolean().default(false),
  state: z.string().nullable().default(null),
  queue: z.array(RequestMessage).default([]),
  lockedBy: z.string().nullable().default(null),
});

/** What is to be done next: operations, and after them perhaps a lock. */
interface Batch {
  readonly operations: readonly RequestMessage[];
  readonly lockRequest: RequestMessage | undefined;
  /** The batch is full: more could be done at once. */
  readonly hasMore: boolean;
}

/**
 * An entity between two batches: its state, who has locked it, and what waits for that lock.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/EntityScheduler/SchedulerState.cs
 */
export class EntityScheduler {
  /** What the entity's function has left. */
  entity: EntityState;
  private queue: RequestMessage[];
  private lockedBy: string | null;

  /** `text` is what `toText` gave; null is an entity that nobody has spoken to yet. */
  constructor(text: string | null) {
    const { exists, state, queue, lockedBy } = SchedulerState.parse(JSON.parse(text ?? '{}'));
    this.entity = { exists, state };
    this.queue = queue;
    this.lockedBy = lockedBy;
  }

  /** Takes in what has come, in order. What the holder of the lock asks for goes first. */
  receive(events: readonly HistoryEvent[]): void {
    const fromHolder: RequestMessage[] = [];
    for (const event of events) {
      if (event.EventType !== EventType.EventRaised) continue;
      if (isRequest(event.Name)) {
        const request = parseRequest(event.Input);
        if (!request) continue;
        const isFromHolder = this.lockedBy !== null && request.parent === this.lockedBy;
        (isFromHolder ? fromHolder : this.queue).push(request);
      } else if (event.Name === messageNames.release) {
        if (parseRelease(event.Input)?.parent === this.lockedBy) this.lockedBy = null;
      }
    }
    this.queue = [...fromHolder, ...this.queue];
  }

  /** Takes from the queue what may be done now, at most `limit` operations; a lock comes last. */
  nextBatch(limit: number): Batch {
    const operations: RequestMessage[] = [];
    for (;;) {
      const next = this.queue[0];
      if (!next || (this.lockedBy !== null && this.lockedBy !== next.parent))
        return { operations, lockRequest: undefined, hasMore: false };
      if (operations.length === limit) return { operations, lockRequest: undefined, hasMore: true };
      this.queue.shift();
      if (next.lockset) return { operations, lockRequest: next, hasMore: false };
      operations.push(next);
    }
  }

  lock(holder: string | undefined): void {
    this.lockedBy = holder ?? null;
  }

  /** Everything that has to be kept. The `sorter` is always empty: here messages come once, and in order. */
  toText(): string {
    const { exists, state } = this.entity;
    return JSON.stringify({
      exists: exists || undefined,
      state: state ?? undefined,
      queue: this.queue.length > 0 ? this.queue : undefined,
      lockedBy: this.lockedBy ?? undefined,
      sorter: {},
    });
  }

  /** What the management API shows as custom status. */
  statusText(): string {
    return JSON.stringify({
      entityExists: this.entity.exists || undefined,
      queueSize: this.queue.length > 0 ? this.queue.length : undefined,
      lockedBy: this.lockedBy ?? undefined,
    });
  }
}
