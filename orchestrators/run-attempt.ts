import type { OrchestrationContext } from 'durable-functions';
import { type Attempt, attemptIdOf, groupNameOf, watcherIdOf } from '../jobs/attempt.ts';
import type { Admitted, AdmitRun } from '../jobs/admission/contracts.ts';
import { admitRunOf } from '../jobs/admission/admit-run.ts';
import * as contracts from '../jobs/contracts.ts';
import type { GroupState } from '../jobs/group-state.ts';
import { outcomeOfWatch } from '../jobs/group-outcome.ts';
import { type Cleanup, type JobOutcome, platformError, type TaskOutcome } from '../jobs/outcome.ts';
import { paceBeside } from '../jobs/pace.ts';
import { afterAttempt, nothingTried, waitBeforeNext, waitForQuota } from '../jobs/retry.ts';
import type { AttemptEnd, AttemptRun } from '../jobs/runs.ts';
import { firstWatch, isPast } from '../jobs/watch.ts';
import { call, callSub, type Orchestration } from './call.ts';
import { pauseOf } from './pause.ts';
import { acquirePermit, releasePermit } from './permit.ts';
import { persistently } from './persistently.ts';

/**
 * One attempt, which owns one container group: create, watch, collect, and delete whatever happened. Always ends
 * with an outcome. It must never continue as new: that would leave the `finally` behind, and the group with it.
 */
export function* runAttempt(context: OrchestrationContext): Orchestration<AttemptEnd> {
  const run = context.df.getInput<AttemptRun>();
  const region = yield* chosenRegion(context, run);
  const permit = admitRunOf(run, region);
  let ran: Ran = { outcome: { status: 'skipped' } };
  let cleanup: Cleanup = 'leftToSweeper';
  const made: Made = { isSure: false };
  try {
    ran = yield* ranGroup(context, run, { region, permit, made });
  } catch (error) {
    ran = { outcome: platformError(error) };
  } finally {
    // Also when nothing was created: an activity whose host died may have made the group before it ran again.
    cleanup = yield* deleteOrHandOver(context, run, ran.outcome, made);
    if (permit)
      yield* releasePermit(context, permit, cleanup === 'deleted' ? {} : { isLeft: true });
  }
  if (region === undefined) return { ...ran, cleanup };
  if (ran.outcome.status === 'failed' && ran.outcome.class === 'capacity')
    yield* cooled(context, run, region);
  return { ...ran, cleanup, region };
}

/** What is known when something throws. */
interface Made {
  /** The group of this name is ours. */
  isSure: boolean;
}

interface Where {
  /** Undefined: where the plan says. */
  readonly region: string | undefined;
  /** Undefined in runs from before there was a queue. */
  readonly permit: AdmitRun | undefined;
  readonly made: Made;
}

type Ran = Pick<AttemptEnd, 'outcome' | 'attempts'>;

function* ranGroup(
  context: OrchestrationContext,
  run: AttemptRun,
  where: Where,
): Orchestration<Ran> {
  const { region, made } = where;
  const attempt = attemptOf(run);
  const created = yield* createdGroup(context, run, where);
  if (created.result === 'notNeeded') {
    const { outcome, attempts } = created;
    return { outcome, ...(attempts !== undefined && { attempts }) };
  }
  if (created.result === 'refused')
    return { outcome: { status: 'failed', class: created.class, message: created.message } };
  const pace = paceBeside(created.pace, created.running);
  made.isSure = true;
  const state = firstWatch(run, context.df.currentUtcDateTime, pace);
  const watcher = watcherIdOf(groupNameOf(attempt));
  const end = yield* callSub(context, contracts.watchGroup, state, watcher);
  const outcome = outcomeOfWatch(end);
  const seen = { ...attempt, group: end.group, ...(region !== undefined && { region }) };
  try {
    // Runs from before there were retries do as they did.
    if (run.policy) yield* collected(context, seen);
    else yield* call(context, contracts.collectAttempt, seen);
  } catch (error) {
    return { outcome: withoutResults(outcome, error) };
  }
  return { outcome };
}

/** To run it all again would cost more than to wait for a table, and more than a log that Azure does not give. */
function* collected(
  context: OrchestrationContext,
  seen: Attempt & { readonly group: GroupState; readonly region?: string },
): Orchestration<void> {
  try {
    yield* persistently(context, contracts.collectAttempt, seen);
  } catch {
    yield* call(context, contracts.collectAttempt, { ...seen, withoutLogs: true });
  }
}

/** What came of the create, and how many groups there are beside it, where its permit says so. */
type Created = contracts.Created & { readonly running?: number | undefined };

/** A reached quota is waited for, to the deadline at most: it is no failure of the attempt. */
function* createdGroup(
  context: OrchestrationContext,
  run: AttemptRun,
  { region, permit }: Where,
): Orchestration<Created> {
  const { deadline, tried, policy } = run;
  const input = {
    ...attemptOf(run),
    deadline,
    ...(region !== undefined && { region }),
    ...(tried?.regular && { regular: true }),
  };
  const pause = pauseOf(context);
  for (let round = 1; ; round += 1) {
    const admitted = permit && (yield* acquirePermit(context, permit));
    if (admitted && admitted.result !== 'granted') return withoutPermit(admitted);
    const created = yield* call(context, contracts.createGroup, { ...input, round });
    const isQuota = created.result === 'refused' && created.class === 'quota';
    if (!isQuota || !policy || isPast(deadline, context.df.currentUtcDateTime))
      return { ...created, running: admitted?.running };
    if (permit) yield* releasePermit(context, permit, { refusal: created.message });
    // What Azure has said is known in the queue; that it was no help shows when it says so again.
    if (!permit || round > 1) yield* pause(waitForQuota(round, attemptIdOf(run)));
  }
}

/** Its turn in the region's queue will not come. */
function withoutPermit(end: Exclude<Admitted, { result: 'granted' }>): contracts.Created {
  return end.result === 'notNeeded' ? end : { ...end, class: 'invalid-spec' };
}

/** Nothing to choose from: where the plan says. That it cannot be looked up is no reason not to run. */
function* chosenRegion(
  context: OrchestrationContext,
  { target, policy }: AttemptRun,
): Orchestration<string | undefined> {
  const { regions = [] } = policy ?? {};
  if (regions.length < 2) return undefined;
  try {
    return yield* call(context, contracts.chooseRegion, { target, regions });
  } catch {
    return regions[0];
  }
}

function* cooled(
  context: OrchestrationContext,
  { target }: AttemptRun,
  region: string,
): Orchestration<void> {
  try {
    yield* call(context, contracts.coolRegion, { target, region });
  } catch {
    // The next attempt may come here once more.
  }
}

/** Success means that the results are known: a reduce would silently miss them. Any other outcome stands. */
function withoutResults(outcome: JobOutcome, error: unknown): JobOutcome {
  return outcome.status === 'succeeded' ? platformError(error) : outcome;
}

/**
 * A group in transition can be deleted 10 seconds later: https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting.
 * What still resists after that costs until the sweeper comes.
 */
const deleteAgainAfterMs = [15_000, 60_000];

function* deleteOrHandOver(
  context: OrchestrationContext,
  run: AttemptRun,
  outcome: TaskOutcome,
  { isSure }: Made,
): Orchestration<Cleanup> {
  const keepUntil = keptUntil(run, outcome, context.df.currentUtcDateTime);
  const input = {
    ...attemptOf(run),
    ...(keepUntil !== undefined && { keepUntil }),
    ...(!isSure && { isUnsure: true }),
  };
  // Runs from before this did it once.
  const waits = run.policy && keepUntil === undefined ? deleteAgainAfterMs : [];
  for (const waitMs of waits) {
    if ((yield* deletedOrLeft(context, input)) === 'deleted') return 'deleted';
    const now = context.df.currentUtcDateTime.getTime();
    yield context.df.createTimer(new Date(now + waitMs));
  }
  return yield* deletedOrLeft(context, input);
}

/** The activity never throws, but its host may die or time out; the outcome stands even then. */
function* deletedOrLeft(
  context: OrchestrationContext,
  input: Attempt & { readonly keepUntil?: string; readonly isUnsure?: boolean },
): Orchestration<Cleanup> {
  try {
    return yield* call(context, contracts.deleteOrHandOver, input);
  } catch {
    return 'leftToSweeper';
  }
}

/** Until when a group is left for inspection: one that has failed, and after which nothing is tried any more. */
function keptUntil(run: AttemptRun, outcome: TaskOutcome, now: Date): string | undefined {
  const { policy, tried = nothingTried } = run;
  if (policy?.keepSeconds === undefined || outcome.status !== 'failed') return undefined;
  const wait = waitBeforeNext(afterAttempt(tried, outcome, policy), outcome, policy, '');
  if (wait !== undefined) return undefined;
  return new Date(now.getTime() + policy.keepSeconds * 1000).toISOString();
}

function attemptOf({ jobId, task, attempt, target }: AttemptRun): Attempt {
  return { jobId, task, attempt, target };
}
