import type { OrchestratorExecutor, Turn, TurnResult } from '../engine/ports.ts';
import { Completion, type Coroutine } from '../replay/completion.ts';
import type { Orchestration } from '../replay/orchestration.ts';
import { type ProgramEnd, replay } from '../replay/replay.ts';
import type { DurableFunctions } from '../types.ts';
import { carryOut } from './actions/carry-out.ts';
import type { Scope } from './actions/scope.ts';
import { customStatusText } from './custom-status.ts';
import { EntityMessenger } from './entity-messenger.ts';
import { messageOf, noSuchFunction, orchestratorFailure, unknownOrchestrator } from './failures.ts';
import { parseReply, type Reply, replyOfFailure } from './reply.ts';
import { triggerValue } from './trigger.ts';

interface OrchestratorSettings {
  /** Version of children that are started without one. */
  readonly defaultVersion: string | null;
  /** How long `callHttp` waits after a 202 that does not say. */
  readonly asyncHttpSleepMs: number;
}

type Answer = { readonly reply: Reply } | { readonly thrown: Error };

/**
 * Runs orchestrators through the out-of-process protocol: asks the app for all actions of the execution so far, then
 * carries them out against the history, one after another and whatever becomes of each.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/Listener/OutOfProcOrchestrationShim.cs
 */
export class OutOfProcessOrchestrators implements OrchestratorExecutor {
  private readonly functions: DurableFunctions;
  private readonly settings: OrchestratorSettings;
  private readonly activities: ReadonlySet<string>;
  private readonly orchestrators: ReadonlySet<string>;
  private readonly entities: ReadonlySet<string>;

  constructor(functions: DurableFunctions, settings: OrchestratorSettings) {
    this.functions = functions;
    this.settings = settings;
    this.activities = lowerCased(functions.activities);
    this.orchestrators = lowerCased(functions.orchestrators);
    this.entities = lowerCased(functions.entities);
  }

  async run(turn: Turn): Promise<TurnResult> {
    const answer = await this.ask(turn);
    let customStatus: string | null = null;
    let stalled: string | undefined;
    const program = function* (
      this: OutOfProcessOrchestrators,
      orchestration: Orchestration,
      end: ProgramEnd,
    ): Coroutine {
      if ('thrown' in answer) throw answer.thrown;
      const { reply } = answer;
      const { Name: name } = turn.started;
      try {
        customStatus = customStatusText(reply.customStatus);
      } catch (error) {
        throw orchestratorFailure(name, messageOf(error));
      }
      const scope = this.scopeOf(turn, orchestration, (reason) => {
        stalled = reason;
      });
      yield* carryOutAll(reply, scope);
      if (!reply.error && !reply.isDone) return yield* forEver();
      // At its end it holds no lock, however it ends.
      scope.entities.release();
      if (reply.error) throw orchestratorFailure(name, reply.error);
      end.output = jsonOrNull(reply.output);
    }.bind(this);
    const result = replay(turn, program);
    return { ...result, customStatus, ...(stalled !== undefined && { stalled }) };
  }

  private scopeOf(
    { started }: Turn,
    orchestration: Orchestration,
    stall: (reason: string) => void,
  ): Scope {
    return {
      ...this.settings,
      orchestration,
      started,
      entities: new EntityMessenger(orchestration, started),
      hasActivity: (name) => this.activities.has(name.toLowerCase()),
      hasOrchestrator: (name) => this.orchestrators.has(name.toLowerCase()),
      hasEntity: (name) => this.entities.has(name.toLowerCase()),
      noSuchEntity: (name) => noSuchFunction('entity', name, this.functions.entities),
      stall,
    };
  }

  private async ask(turn: Turn): Promise<Answer> {
    const { Name: name, OrchestrationInstance } = turn.started;
    if (!this.orchestrators.has(name.toLowerCase()))
      return { thrown: unknownOrchestrator(name, this.functions.orchestrators) };
    try {
      const data = { string: triggerValue(turn, this.settings.asyncHttpSleepMs) };
      const answer = await this.functions.invoke(name, data, OrchestrationInstance.InstanceId);
      return { reply: parseReply(answer) };
    } catch (error) {
      const message = messageOf(error);
      const reply = replyOfFailure(message);
      return reply ? { reply } : { thrown: orchestratorFailure(name, message) };
    }
  }
}

function* carryOutAll(reply: Reply, scope: Scope): Coroutine {
  for (const action of reply.actions[0]) {
    try {
      yield carryOut(action, scope);
    } catch (error) {
      throw orchestratorFailure(scope.started.Name, messageOf(error));
    }
  }
}

/** The orchestrator has not come to its end: it goes on in a later turn, which replays from the start. */
function* forEver(): Coroutine {
  yield new Completion();
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function lowerCased(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
