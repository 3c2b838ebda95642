import type { GroupRecord } from './group-record.ts';
import { isFinished, operationStatus } from './group-states.ts';
import { disturb, isUp } from './transitions/disturb.ts';
import { reportPrepared, type PrepareEvent } from './transitions/prepare.ts';
import { advancePhase } from './transitions/provision.ts';
import { reportPull, type PullEvent } from './transitions/pulls.ts';
import { reportRun, type RunEvent } from './transitions/runs.ts';
import {
  allContainers,
  startRun,
  type Effect,
  type Step,
  type StepContext,
} from './transitions/step.ts';
import { stop } from './transitions/stop.ts';

/** What happens to a group: time passes, the backend or a probe reports, or a client stops it. */
export type GroupEvent =
  | { readonly type: 'tick' }
  /** The emulator has come back: what it asked the backend for before is asked for anew. */
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  | PrepareEvent
  | PullEvent
  | RunEvent;

/** The one place where a group changes by itself. Pure; a report of an earlier deployment or run changes nothing. */
export function transition(
  current: GroupRecord,
  event: GroupEvent,
  context: StepContext,
): { readonly group: GroupRecord; readonly effects: readonly Effect[] } {
  const step: Step = { ...context, group: structuredClone(current), effects: [] };
  receive(step, event);
  advancePhase(step);
  disturb(step);
  startWhatIsDue(step);
  concludeProvisioning(step);
  return step;
}

/** When the group changes without anything else happening; undefined when never. */
export function nextTick(group: GroupRecord): Date | undefined {
  const { phase, pulls, shared, disturbances } = group;
  const isOver = phase === 'stopped' || phase === 'failed';
  const times = [
    group.phaseUntil,
    isOver ? undefined : shared.retryAt,
    ...(phase === 'pulling' ? pulls : []).map(({ state, until }) =>
      state === 'pulled' ? undefined : until,
    ),
    ...allContainers(group).map(({ restartAt }) => restartAt),
    ...(isUp(group) ? (disturbances ?? []) : []).map(({ at }) => at),
    group.provisioned === 'no' && !isOver ? group.provisioningDeadline : undefined,
  ];
  const [first] = times.filter((time) => time !== undefined).sort();
  return first === undefined ? undefined : new Date(first);
}

function receive(step: Step, event: GroupEvent): void {
  switch (event.type) {
    case 'tick':
      return;
    case 'resume':
      resume(step);
      return;
    case 'stop':
      stop(step);
      return;
    case 'prepared':
    case 'mountFailed':
    case 'prepareFailed':
      reportPrepared(step, event);
      return;
    case 'pulled':
    case 'pullFailed':
      reportPull(step, event);
      return;
    case 'started':
    case 'startFailed':
    case 'exited':
    case 'notStarted':
    case 'lost':
    case 'killed':
    case 'probeFailed':
    case 'notAlive':
      reportRun(step, event);
      return;
  }
}

/** The backend may have lost what the containers share; what it had been asked for, nobody waits for any more. */
function resume({ group, effects }: Step): void {
  const { shared } = group;
  if (!isFinished(group) && ['asked', 'ready'].includes(shared.state)) shared.state = 'needed';
  for (const pull of group.pulls) if (pull.state === 'pulling') pull.state = 'waiting';
  for (const { name, run, killing } of allContainers(group)) {
    if (killing) effects.push({ type: 'kill', container: name, run, isAwaited: true });
  }
}

function startWhatIsDue(step: Step): void {
  for (const container of allContainers(step.group)) {
    if (!container.restartAt || new Date(container.restartAt) > step.now) continue;
    startRun(step, container);
  }
}

/** A provisioning that has failed does not stop the group: its containers may still come up. */
function concludeProvisioning({ group, now }: Step): void {
  if (group.provisioned === 'no') {
    const allUp = group.containers.every(({ hasRun }) => hasRun);
    if (allUp || group.phase === 'stopped') group.provisioned = 'Succeeded';
    else if (now >= new Date(group.provisioningDeadline)) group.provisioned = 'Failed';
  }
  group.operation.status = operationStatus(group);
  group.operation.events = [
    ...group.events,
    ...allContainers(group).flatMap(({ events }) => events),
  ];
}
