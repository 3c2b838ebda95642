import type { OrchestratorExecutor, Turn, TurnResult } from '../engine/ports.ts';
import { Completion, type Coroutine } from '../replay/completion.ts';
import type { Orchestration } from '../replay/orchestration.ts';
import { type ProgramEnd, replay } from '../replay/replay.ts';
import type { DurableFunctions } from '../types.ts';
import { carryOut } from './actions/carry-out.ts';
import type { Scope } from './actions/scope.ts';
import { customStatusText } from './custom-status.ts';
import { messageOf, orchestratorFailure, unknownOrchestrator } from './failures.ts';
import { parseReply, type Reply, replyOfFailure } from './reply.ts';
import { triggerValue } from './trigger.ts';

type Answer = { readonly reply: Reply } | { readonly thrown: Error };

/**
 * Runs orchestrators through the out-of-process protocol: asks the app for all actions of the execution so far, then
 * carries them out against the history, one after another and whatever becomes of each.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/Listener/OutOfProcOrchestrationShim.cs
 */
export class OutOfProcessOrchestrators implements OrchestratorExecutor {
  private readonly functions: DurableFunctions;
  private readonly defaultVersion: string | null;
  private readonly activities: ReadonlySet<string>;
  private readonly orchestrators: ReadonlySet<string>;

  constructor(functions: DurableFunctions, defaultVersion: string | null) {
    this.functions = functions;
    this.defaultVersion = defaultVersion;
    this.activities = lowerCased(functions.activities);
    this.orchestrators = lowerCased(functions.orchestrators);
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
      const scope: Scope = {
        orchestration,
        started: turn.started,
        defaultVersion: this.defaultVersion,
        hasActivity: (activity) => this.activities.has(activity.toLowerCase()),
        hasOrchestrator: (orchestrator) => this.orchestrators.has(orchestrator.toLowerCase()),
        stall: (reason) => {
          stalled = reason;
        },
      };
      yield* carryOutAll(reply, scope);
      if (reply.error) throw orchestratorFailure(name, reply.error);
      if (!reply.isDone) return yield* forEver();
      end.output = jsonOrNull(reply.output);
    }.bind(this);
    const result = replay(turn, program);
    return { ...result, customStatus, ...(stalled !== undefined && { stalled }) };
  }

  private async ask(turn: Turn): Promise<Answer> {
    const { Name: name, OrchestrationInstance } = turn.started;
    if (!this.orchestrators.has(name.toLowerCase()))
      return { thrown: unknownOrchestrator(name, this.functions.orchestrators) };
    try {
      const data = { string: triggerValue(turn) };
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
