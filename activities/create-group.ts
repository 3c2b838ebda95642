import type { ActivityHandler } from 'durable-functions';
import { type Attempt, groupNameOf } from '../jobs/attempt.ts';
import { endOfAttempt } from '../jobs/attempt-end.ts';
import * as contracts from '../jobs/contracts.ts';
import type { GroupPlan } from '../jobs/group-plan.ts';
import type { TaskRow } from '../jobs/job-rows.ts';
import { leaseEnd, signaturesEnd } from '../jobs/lifetimes.ts';
import { makeGroupPlan } from '../jobs/make-group-plan.ts';
import type { StopReason, TaskOutcome } from '../jobs/outcome.ts';
import { groupOfTask } from '../jobs/plan-file.ts';
import { groupPolicyErrors } from '../jobs/policy.ts';
import { isPast } from '../jobs/watch.ts';
import type { Deps } from './deps.ts';
import { grantsFor } from './grants.ts';
import { implement } from './implement.ts';
import { planOfRunning } from './job-files.ts';
import { paceOf, shimVariables } from './pace.ts';
import { secretValues } from './secret-values.ts';

const invalidSpec = (message: string) =>
  ({ result: 'refused', class: 'invalid-spec', message }) as const;
const notNeeded = (outcome: TaskOutcome) => ({ result: 'notNeeded', outcome }) as const;

export function createGroup(deps: Deps): ActivityHandler {
  const { artifacts, groups, store, settings, now } = deps;
  return implement(contracts.createGroup, async (input) => {
    const { deadline, region, regular, round = 1, ...attempt } = input;
    const { jobId, task } = attempt;
    const [row, stop] = await Promise.all([store.readTask(jobId, task), store.readStop(jobId)]);
    const before = alreadyDecided(attempt, row, stop);
    if (before) return before;
    if (isPast(deadline, now())) return notNeeded({ status: 'timedOut' });
    const plan = await planOfRunning(artifacts, jobId);
    const expiresOn = signaturesEnd(deadline, now());
    const place = { region: region ?? plan.location, target: attempt.target };
    const asked = groupOfTask(plan, task);
    const [forbidden] = groupPolicyErrors(asked, settings, place);
    if (forbidden) return invalidSpec(`${forbidden.path} ${forbidden.message}`);
    const grants = await grantsFor(deps, { plan, attempt, expiresOn });
    if (grants.problem !== undefined) return invalidSpec(grants.problem);
    const leaseUntil = leaseEnd(deadline);
    const variables = await shimVariables(deps, { plan, attempt, expiresOn });
    const { owner } = settings;
    const asPlanned = makeGroupPlan({ plan, attempt, grants, variables, owner, leaseUntil });
    const group: GroupPlan = {
      ...asPlanned,
      ...(region !== undefined && { location: region }),
      ...(regular && { priority: 'Regular' }),
    };
    // Before the group: a canceller finds the watcher by this row.
    const name = groupNameOf(attempt);
    const newest = { attempts: attempt.attempt, creates: round };
    await store.putTask(jobId, task, { state: 'running', ...newest, group: name });
    const created = await groups.create(attempt.target, group, {
      isResumed: row?.attempts === newest.attempts && row.creates === round,
      secrets: () => secretValues(deps, asked),
    });
    if (created.result !== 'created') return created;
    const pace = await paceOf(deps, plan, task);
    return { ...created, ...(pace && { pace }) };
  });
}

function alreadyDecided(
  { attempt }: Attempt,
  row: TaskRow | undefined,
  stop: StopReason | undefined,
): contracts.Created | undefined {
  if (row?.outcome) return { ...notNeeded(row.outcome), attempts: row.attempts };
  if (stop === 'cancelled' || stop === 'overBudget') return notNeeded({ status: 'cancelled' });
  if (stop === 'itemFailed') return notNeeded({ status: 'skipped' });
  const end = row && endOfAttempt(row, attempt);
  return end && notNeeded(end);
}
