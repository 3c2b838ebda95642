import type { ExecutionStarted } from '../engine/history.ts';
import type { Turn, TurnResult } from '../engine/ports.ts';
import { type Coroutine, runCoroutine } from './completion.ts';
import { feed } from './feed.ts';
import { NonDeterminismError, Orchestration } from './orchestration.ts';

/** An orchestrator has failed; `details` is what a parent gets besides the message. */
export class OrchestrationFailedError extends Error {
  readonly details: string;
  constructor(message: string, details: string) {
    super(message);
    this.details = details;
  }
}

const stuckReason =
  "it waits for something that has passed: an event was raised with another case than the waiter's, a task stands in " +
  'a second Task.any or Task.all after its end, or what was thrown is not an Error';

/** How a program that came to its end did so. */
export interface ProgramEnd {
  output: string | null;
}

/** What an orchestrator does: it schedules through `orchestration` and yields what it waits for. */
type Program = (orchestration: Orchestration, end: ProgramEnd) => Coroutine;

/**
 * Runs a program from its start against the whole history of a turn. Nothing completes, fails or continues as new
 * while something is open, except by a terminate.
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationExecutor.cs
 */
export function replay(turn: Turn, program: Program): Omit<TurnResult, 'customStatus'> {
  const orchestration = new Orchestration(turn.started.Timestamp);
  const end: ProgramEnd = { output: null };
  let run: { readonly isDone: boolean } | undefined;
  let failure: unknown;
  const start = (event: ExecutionStarted): void => {
    if (event.OrchestrationInstance.ExecutionId !== turn.started.OrchestrationInstance.ExecutionId)
      return;
    run = runCoroutine(program(orchestration, end), (error) => {
      failure = error;
    });
  };
  try {
    for (const event of [...turn.past, ...turn.fresh]) feed(orchestration, event, start);
  } catch (error) {
    if (!(error instanceof NonDeterminismError)) throw error;
    orchestration.complete({ status: 'Failed', result: error.message, details: null });
    return { decisions: orchestration.decisions, suspended: null };
  }
  const isOver = run?.isDone === true;
  if (isOver && !orchestration.hasOpenTasks) {
    if (failure === undefined)
      orchestration.complete({ status: 'Completed', result: end.output, details: null });
    else orchestration.complete({ status: 'Failed', ...textsOf(failure) });
  }
  const { decisions, suspended, hasOpenTasks, events } = orchestration;
  const isStuck = !isOver && !hasOpenTasks && !events.hasWaiters && decisions.length === 0;
  return {
    decisions,
    suspended,
    ...(isStuck && suspended === null && { stalled: stuckReason }),
  };
}

function textsOf(failure: unknown): { readonly result: string; readonly details: string } {
  if (failure instanceof OrchestrationFailedError)
    return { result: failure.message, details: failure.details };
  const message = failure instanceof Error ? failure.message : String(failure);
  return { result: message, details: message };
}
