import type { OrchestrationContext, Task } from 'durable-functions';
import * as contracts from '../jobs/admission/contracts.ts';
import type { Contract } from '../jobs/contract.ts';
import type { StopReason, TaskOutcome } from '../jobs/outcome.ts';
import type { Acquired, SurveyReport, Wake } from '../jobs/admission/requests.ts';
import { isPast } from '../jobs/watch.ts';
import { askTask, wakeTask } from './ask-admission.ts';
import { beside, besideTimer } from './beside.ts';
import type { Orchestration } from './call.ts';

type Run = contracts.AdmitRun;
type Admitted = contracts.Admitted;
type Waits = Extract<Acquired, { result: 'wait' }>;
type Asked = Admitted | Waits;
type Survey = Omit<SurveyReport, 'at'>;

const turnsPerExecution = 10;

/**
 * Waits for the right to make a group, until it has it, the job is stopped or its time is up. Owns nothing, so it
 * continues as new after 10 waits. A `wake` only hints that asking now is worth it; who asks again under the same name
 * gets the same permit. When the entity fails it lets everybody through: Azure still refuses what is too much.
 */
export function* admit(context: OrchestrationContext): Orchestration<Admitted | undefined> {
  const input = context.df.getInput<Run>();
  const { waits = 0 } = input;
  let wake = context.df.waitForExternalEvent('wake');
  for (let turn = 0; turn < turnsPerExecution; turn += 1) {
    const run = { ...input, waits: waits + turn };
    const asked = yield* askOrGoOn(context, wake, run);
    if (asked.result !== 'wait') return asked;
    if (!wake.isCompleted) yield* besideTimer(context, wake, askAgainAt(context, asked, run));
    if (!wake.isCompleted) continue;
    const isHint = isStopHint(wake.result);
    // Never beside an open one: two would compete for the next event.
    wake = context.df.waitForExternalEvent('wake');
    const stopped = isHint ? yield* whenStopped(context, wake, run, asked) : undefined;
    if (stopped) return stopped;
  }
  context.df.continueAsNew({ ...input, waits: waits + turnsPerExecution });
  return undefined;
}

function* askOrGoOn(context: OrchestrationContext, wake: Task, run: Run): Orchestration<Asked> {
  try {
    return yield* ask(context, wake, run);
  } catch {
    return { result: 'granted' };
  }
}

/** One turn: the permit, or a place in the queue. */
function* ask(context: OrchestrationContext, wake: Task, run: Run): Orchestration<Asked> {
  if (isPast(run.deadline, context.df.currentUtcDateTime))
    return yield* left(context, wake, run, { status: 'timedOut' });
  const { cores, spot, weight, jobId } = run;
  const share = { cores, ...(spot && { spot }), ...(weight !== undefined && { weight }) };
  const request = { ...contracts.groupOf(run), ...share };
  const answer = yield* tell(context, wake, run, contracts.acquirePermit, request);
  if (answer.result === 'tooLarge') return { result: 'refused', message: tooLarge(run, answer) };
  if (answer.result === 'granted') {
    const { isLast, running } = answer;
    if (run.waits && isLast) yield* reported(context, wake, { jobId, waitingFor: null });
    return { result: 'granted', ...(running !== undefined && { running }) };
  }
  if (answer.survey) {
    yield* surveyed(context, wake, run, answer.survey.suspects);
    return yield* ask(context, wake, run);
  }
  return (yield* whenStopped(context, wake, run, answer)) ?? answer;
}

/** Asks the entity, and wakes whom it names. */
function* tell<I extends { readonly at: number }, O extends Wake>(
  context: OrchestrationContext,
  wake: Task,
  run: Run,
  operation: Contract<I, O>,
  request: Omit<I, 'at'>,
): Orchestration<O> {
  const answer = yield* beside<O>(context, wake, askTask(context, run, operation, request));
  const others = wakeTask(context, answer, operation.name === contracts.leaveQueue.name);
  if (others) yield* quietly(context, wake, others);
  return answer;
}

/** What came of it when the job is stopped, by its row; tells also what the job waits for, where it speaks for it. */
function* whenStopped(
  context: OrchestrationContext,
  wake: Task,
  run: Run,
  { isFirst, what, place }: Waits,
): Orchestration<Admitted | undefined> {
  const waitingFor = isFirst ? { waitingFor: { what, place } } : {};
  const stop = yield* reported(context, wake, { jobId: run.jobId, ...waitingFor });
  if (stop === undefined) return undefined;
  const outcome = stop === 'cancelled' ? 'cancelled' : 'skipped';
  return yield* left(context, wake, run, { status: outcome }, true);
}

/** Gives up its place; of a job that is stopped those of the whole job, and tells them. */
function* left(
  context: OrchestrationContext,
  wake: Task,
  run: Run,
  outcome: TaskOutcome,
  isWholeJob = false,
): Orchestration<Admitted> {
  const { job, name } = contracts.groupOf(run);
  const request = isWholeJob ? { job } : { job, name };
  yield* tell(context, wake, run, contracts.leaveQueue, request);
  return { result: 'notNeeded', outcome };
}

/** That Azure cannot be asked is an answer, too: then nobody asks for a while. */
function* surveyed(
  context: OrchestrationContext,
  wake: Task,
  run: Run,
  suspects: string[],
): Orchestration<void> {
  const { target, region } = run;
  const input = { target, region, suspects };
  const task = context.df.callActivity(contracts.surveyRegion.name, input);
  const report = yield* quietly<Survey>(context, wake, task);
  yield* tell(context, wake, run, contracts.learnLimits, report ?? { gone: [] });
}

/** Only what is shown suffers when it fails; the stop is seen at the next look. */
function* reported(
  context: OrchestrationContext,
  wake: Task,
  report: contracts.WaitReport,
): Orchestration<StopReason | undefined> {
  const task = context.df.callActivity(contracts.reportWait.name, report);
  return (yield* quietly<{ stop?: StopReason }>(context, wake, task))?.stop;
}

/** The result of what others depend on less than this run does; undefined when it failed. */
function* quietly<T>(
  context: OrchestrationContext,
  wake: Task,
  task: Task,
): Orchestration<T | undefined> {
  try {
    return yield* beside<T>(context, wake, task);
  } catch {
    return undefined;
  }
}

/** Never past the deadline, and never less than 2 seconds: on Azure a timer may fire a second early. */
function askAgainAt({ df }: OrchestrationContext, { seconds }: Waits, { deadline }: Run): Date {
  const now = df.currentUtcDateTime.getTime();
  const left = Math.ceil((new Date(deadline).getTime() - now) / 1000);
  return new Date(now + Math.max(2, Math.min(seconds, left)) * 1000);
}

function isStopHint(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'isStopped' in event;
}

function tooLarge({ cores, region }: Run, { limit }: { readonly limit: number }): string {
  return `the group asks for ${cores} cores; in ${region} this subscription may have ${limit} at a time`;
}
