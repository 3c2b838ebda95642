import { randomUUID } from 'node:crypto';
import { eventMessage } from '../engine/event-message.ts';
import type { Instance } from '../engine/instance.ts';
import { shortId } from '../engine/new-instance.ts';
import type { Message, QueuedMessage, TurnCommit } from '../engine/store.ts';
import type { EntityBatchOutcome, EntityExecutor } from './entity-executor.ts';
import { type EntityId, instanceIdOf } from './entity-id.ts';
import { EntityScheduler } from './entity-scheduler.ts';
import { messageNames, type RequestMessage, requestText, responseText } from './messages.ts';

interface EntityTurn {
  readonly id: EntityId;
  /** Undefined before its first message. */
  readonly instance: Instance | undefined;
  readonly inbox: readonly QueuedMessage[];
  readonly executor: EntityExecutor;
  /** How many operations are handed over at once. */
  readonly batchLimit: number;
  readonly now: () => Date;
}

/**
 * Takes in what has come for an entity, runs what may be run, and gives all that follows from it: as it is kept as a
 * whole, each operation counts once, however often the process is killed.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/Listener/TaskEntityShim.cs
 */
export async function takeEntityTurn(turn: EntityTurn): Promise<TurnCommit> {
  const { id, executor, inbox, batchLimit } = turn;
  const scheduler = new EntityScheduler(turn.instance?.input ?? null);
  scheduler.receive(inbox.map(({ event }) => event));
  const { operations, lockRequest, hasMore } = scheduler.nextBatch(batchLimit);
  const outgoing: Outgoing[] = [];
  if (operations.length > 0) {
    const outcome = await executor.run({ id, ...scheduler.entity, operations });
    scheduler.entity = { exists: outcome.exists, state: outcome.state };
    outgoing.push(...responsesTo(operations, outcome), ...signalsOf(id, outcome));
  }
  if (lockRequest) {
    scheduler.lock(lockRequest.parent);
    outgoing.push(...afterLock(lockRequest));
  }
  const self = { instanceId: instanceIdOf(id), executionId: null };
  if (hasMore) outgoing.push({ ...self, name: messageNames.goOn, input: 'null' });
  const now = turn.now();
  return {
    instance: instanceAfter(turn, scheduler, now),
    replacesHistory: false,
    events: [],
    consumed: inbox,
    activities: [],
    timers: [],
    children: [],
    messages: outgoing.map((message): Message => eventMessage(message, now)),
  };
}

type Outgoing = Parameters<typeof eventMessage>[0];

function responsesTo(
  operations: readonly RequestMessage[],
  { results }: EntityBatchOutcome,
): Outgoing[] {
  return operations.flatMap((request, index) => {
    if (request.signal === true) return [];
    const { isError, result } = results[index] ?? { isError: false, result: null };
    const response = { result, ...(isError && { exceptionType: 'Error' }) };
    return [responseTo(request, responseText(response))];
  });
}

function responseTo({ id, parent = '', parentExecution }: RequestMessage, input: string): Outgoing {
  return { instanceId: parent, executionId: parentExecution ?? null, name: id, input };
}

function signalsOf(sender: EntityId, { signals }: EntityBatchOutcome): Outgoing[] {
  return signals.map(({ target, operation, input }) => ({
    instanceId: instanceIdOf(target),
    executionId: null,
    name: messageNames.request,
    input: requestText({
      op: operation,
      signal: true,
      input,
      id: randomUUID(),
      parent: instanceIdOf(sender),
    }),
  }));
}

/** The next of the set is to be locked, or whoever asked has them all. */
function afterLock(request: RequestMessage): Outgoing[] {
  const pos = (request.pos ?? 0) + 1;
  const next = request.lockset?.[pos];
  if (!next) return [responseTo(request, responseText({ result: 'Lock Acquisition Completed' }))];
  const input = requestText({ ...request, pos });
  return [{ instanceId: instanceIdOf(next), executionId: null, name: messageNames.request, input }];
}

function instanceAfter({ id, instance }: EntityTurn, scheduler: EntityScheduler, now: Date) {
  const instanceId = instanceIdOf(id);
  return {
    instanceId,
    executionId: instance?.executionId ?? shortId(),
    name: instanceId,
    version: null,
    status: 'Running',
    input: scheduler.toText(),
    output: null,
    customStatus: scheduler.statusText(),
    // Each batch is an execution of its own.
    createdAt: now,
    updatedAt: now,
    generation: 0,
  } satisfies Instance;
}
