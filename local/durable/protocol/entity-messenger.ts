import type { ExecutionStarted } from '../engine/history.ts';
import { type EntityId, instanceIdOf } from '../entities/entity-id.ts';
import {
  messageNames,
  releaseText,
  type RequestMessage,
  requestText,
} from '../entities/messages.ts';
import type { Completion } from '../replay/completion.ts';
import type { Orchestration } from '../replay/orchestration.ts';
import { deterministicGuid } from './deterministic-guid.ts';
import { jsonTime, roundTripText, ticksOf } from './dotnet-time.ts';

interface Operation {
  /** The entity's instance. */
  readonly target: string;
  readonly name: string;
  /** JSON. */
  readonly input: string | undefined;
}

/**
 * What one execution says to entities and which of them it has locked. The texts are those of Azure: an execution can
 * go on with a history that was recorded there.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/ContextImplementations/DurableOrchestrationContext.cs
 */
export class EntityMessenger {
  private readonly orchestration: Orchestration;
  private readonly instance: ExecutionStarted['OrchestrationInstance'];
  /** When each entity was last sent something. */
  private readonly lastSent = new Map<string, string>();
  private lock: { readonly requestId: string; readonly targets: string[] } | undefined;
  private guids = 0;

  constructor(orchestration: Orchestration, started: ExecutionStarted) {
    this.orchestration = orchestration;
    this.instance = started.OrchestrationInstance;
  }

  /** Done when the entity has answered. */
  call({ target, name, input }: Operation): Completion {
    const id = this.newGuid();
    this.send(target, { op: name, ...(input !== undefined && { input }), id });
    const answered = this.orchestration.events.wait(id);
    const locked = this.lock?.targets;
    const index = locked?.indexOf(target) ?? -1;
    if (locked && index >= 0) {
      // While it is called it counts as not locked; it is unlocked last then.
      locked.splice(index, 1);
      answered.whenDone(() => locked.push(target));
    }
    return answered;
  }

  signal({ target, name, input }: Operation, dueAt?: Date): void {
    const request = {
      op: name,
      signal: true,
      ...(input !== undefined && { input }),
      id: this.newGuid(),
    };
    if (dueAt) this.sendLater(target, request, dueAt);
    else this.send(target, request);
  }

  /** Done when all of them are locked, which is always in the same order, so that nobody waits for each other. */
  lockAll(entities: readonly EntityId[]): Completion {
    const byId = new Map(entities.map((entity) => [instanceIdOf(entity), entity]));
    const targets = [...byId.keys()].sort();
    const lockset = targets.flatMap((target) => byId.get(target) ?? []);
    const requestId = this.newGuid();
    const [first] = targets;
    if (first !== undefined) this.send(first, { op: null, id: requestId, lockset });
    const locked = this.orchestration.events.wait(requestId);
    locked.whenDone(() => {
      this.lock = { requestId, targets };
    });
    return locked;
  }

  /** Unlocks what is locked, if anything. */
  release(): void {
    const { lock, instance } = this;
    this.lock = undefined;
    if (!lock) return;
    const input = releaseText({ parent: instance.InstanceId, id: lock.requestId });
    for (const instanceId of lock.targets)
      this.orchestration.send({ instanceId, name: messageNames.release, input, dueAt: null });
  }

  private send(target: string, request: RequestMessage): void {
    const now = ticksOf(this.orchestration.timestamp);
    const last = this.lastSent.get(target);
    const earliest = last === undefined ? now : ticksOf(last) + 1n;
    // Only what comes from the clock has a zone.
    const sentAt = now >= earliest ? `${jsonTime(now)}Z` : jsonTime(earliest);
    this.lastSent.set(target, sentAt);
    const input = requestText({
      ...this.signed(request),
      Timestamp: sentAt,
      Predecessor: last ?? noTime,
      ...(request.lockset === undefined && { requestTime: this.requestTime() }),
    });
    this.orchestration.send({ instanceId: target, name: messageNames.request, input, dueAt: null });
  }

  private sendLater(target: string, request: RequestMessage, dueAt: Date): void {
    const due = ticksOf(dueAt.toISOString());
    const input = requestText({
      ...this.signed(request),
      due: `${jsonTime(due)}Z`,
      Timestamp: noTime,
      Predecessor: noTime,
      requestTime: this.requestTime(),
    });
    const name = messageNames.requestAt(roundTripText(due));
    this.orchestration.send({ instanceId: target, name, input, dueAt });
  }

  private signed(request: RequestMessage): RequestMessage {
    const { InstanceId, ExecutionId } = this.instance;
    return { ...request, parent: InstanceId, parentExecution: ExecutionId };
  }

  private requestTime(): string {
    return `${jsonTime(ticksOf(this.orchestration.timestamp))}+00:00`;
  }

  private newGuid(): string {
    const now = roundTripText(ticksOf(this.orchestration.timestamp));
    const text = `${this.instance.InstanceId}_${now}_${String(this.guids)}`;
    this.guids += 1;
    return deterministicGuid(text);
  }
}

/** .NET's first time. */
const noTime = '0001-01-01T00:00:00';
