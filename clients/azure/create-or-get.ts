import type { ContainerGroup } from '@azure/arm-containerinstance';
import { classifyCreateError } from '../../jobs/failure.ts';
import { isSameAttempt } from '../../jobs/group-owner.ts';
import type { GroupPlan, Target } from '../../jobs/group-plan.ts';
import type { CreateOptions, CreateResult } from '../ports.ts';
import type { ArmClients } from './arm-clients.ts';
import { containerGroupBody } from './container-group-body.ts';
import { redact } from './redact.ts';
import { refusalOf } from './refusal.ts';

/** How long a create that ARM puts off is tried again before it counts as refused. */
const patienceMs = 30_000;
const firstPauseMs = 2_000;
/**
 * ARM may not know a group for a moment (https://github.com/hashicorp/terraform-provider-azurerm/issues/11495), and a PUT
 * whose sender is gone may still be on its way.
 */
const pausesUntilKnownMs = [0, 2_000, 5_000];
const longestMessage = 1000;

interface Arm {
  readonly clients: ArmClients;
  readonly pause: (ms: number) => Promise<void>;
}

interface Wanted extends CreateOptions {
  readonly plan: GroupPlan;
}

/**
 * GET; ours already: done. Not there: PUT, once. Whatever goes wrong with the PUT, GET says what came of it: its answer
 * may have been lost on the way. Where nobody knows whether a PUT was done, GET asks for 7 seconds: a second PUT would
 * run the containers anew. Throws only when ARM, or the vault of a secret, cannot be asked. Secrets are resolved when the
 * first GET has found nothing, and nothing that is said here holds one.
 */
export async function createOrGet(
  { clients, pause }: Arm,
  { resourceGroup }: Target,
  { plan, secrets, isResumed = false }: Wanted,
): Promise<CreateResult> {
  const giveUpAt = Date.now() + patienceMs;
  const find = () => findGroup(clients, resourceGroup, plan);
  const before = await (isResumed ? findPatiently(find, pause) : find());
  if (before) return before;
  const body = await bodyOf(plan, secrets);
  if ('problem' in body) return secretsRefused(body.problem);
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    const error = await put(clients, resourceGroup, plan.name, body);
    if (error === undefined) return { result: 'created' };
    const after = await (isUnanswered(error) ? findPatiently(find, pause) : find());
    if (after) return after;
    const waitMs = laterMs(error, pauseMs);
    if (waitMs === undefined || Date.now() + waitMs > giveUpAt) return refused(error, body);
    await pause(waitMs);
    const meanwhile = await find();
    if (meanwhile) return meanwhile;
  }
}

async function findPatiently(
  find: () => Promise<CreateResult | undefined>,
  pause: Arm['pause'],
): Promise<CreateResult | undefined> {
  for (const pauseMs of pausesUntilKnownMs) {
    await pause(pauseMs);
    const found = await find();
    if (found) return found;
  }
  return undefined;
}

/** No answer, or one of a server that did not get one itself: nobody knows what was done. */
function isUnanswered(error: unknown): boolean {
  const refusal = refusalOf(error);
  return !refusal || refusal.status >= 500;
}

async function bodyOf(
  plan: GroupPlan,
  secrets: Wanted['secrets'],
): Promise<ContainerGroup | { readonly problem: string }> {
  const resolved = await secrets?.();
  if (resolved?.problem !== undefined) return { problem: resolved.problem };
  return containerGroupBody(plan, resolved?.values);
}

function secretsRefused(problem: string): CreateResult {
  return { result: 'refused', class: 'invalid-spec', message: problem.slice(0, longestMessage) };
}

async function put(
  { once }: ArmClients,
  resourceGroup: string,
  name: string,
  body: ContainerGroup,
): Promise<Error | undefined> {
  try {
    await once.containerGroups.beginCreateOrUpdate(resourceGroup, name, body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What a group of this name that is there already means; undefined when there is none. */
async function findGroup(
  { usual }: ArmClients,
  resourceGroup: string,
  plan: GroupPlan,
): Promise<CreateResult | undefined> {
  try {
    const group = await usual.containerGroups.get(resourceGroup, plan.name);
    return isSameAttempt(plan.tags, group.tags ?? {}) ? { result: 'created' } : foreign(plan.name);
  } catch (error) {
    if (isUnanswered(error)) throw error;
    const refusal = refusalOf(error);
    return refusal?.status === 404 && refusal.code !== 'ResourceGroupNotFound'
      ? undefined
      : refused(error);
  }
}

function foreign(name: string): CreateResult {
  return {
    result: 'refused',
    class: 'invalid-spec',
    message: `There is a container group ${name} already, and it is not of this job; it was left as it is.`,
  };
}

/** How long to wait before another PUT; undefined when another would be refused too. */
function laterMs(error: unknown, pauseMs: number): number | undefined {
  const refusal = refusalOf(error);
  if (refusal && refusal.status !== 429 && refusal.status < 500) return undefined;
  return refusal?.retryAfterMs ?? pauseMs;
}

/** What ARM says may hold what it was sent. */
function refused(error: unknown, body?: ContainerGroup): CreateResult {
  const refusal = refusalOf(error);
  const message = refusal?.message ?? (error instanceof Error ? error.message : String(error));
  return {
    result: 'refused',
    class: classifyCreateError(refusal?.status ?? 0, refusal?.code ?? ''),
    message: redact(message, body).slice(0, longestMessage),
  };
}
