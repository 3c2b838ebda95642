import { addEvent, containerEvents } from '../group-events.ts';
import type { ContainerRecord, Disturbance, GroupRecord, Killing } from '../group-record.ts';
import { isFinished } from '../group-states.ts';
import type { LifecycleFault } from '../lifecycle-fault.ts';
import { after } from './back-off.ts';
import { kill, platformKillExitCode } from './runs.ts';
import type { Step } from './step.ts';

/** Lets happen to a running group what its faults have in store for it; a group that is over is left alone. */
export function disturb(step: Step): void {
  const { group, now } = step;
  if (!isUp(group)) return;
  group.disturbances ??= group.lifecycle.flatMap((fault) => disturbancesOf(fault, now));
  if (isFinished(group)) group.disturbances = [];
  const due = group.disturbances.filter(({ at }) => new Date(at) <= now);
  group.disturbances = group.disturbances.filter((disturbance) => !due.includes(disturbance));
  for (const disturbance of due) perform(step, disturbance);
}

export function isUp({ phase, containers }: GroupRecord): boolean {
  return phase === 'started' && containers.every(({ hasRun }) => hasRun);
}

/** A ghost does not touch its group: the routes answer for it. */
function disturbancesOf(fault: LifecycleFault, now: Date): Disturbance[] {
  if (fault.kind === 'ghost' || !('afterSeconds' in fault)) return [];
  return [{ fault, at: after(now, fault.afterSeconds), part: 0 }];
}

function perform(step: Step, { fault, part }: Disturbance): void {
  if (fault.kind === 'platformKill') {
    killRunning(step, { exitCode: fault.exitCode, detailStatus: 'Error', restart: 'always' });
  } else if (fault.kind === 'oom') {
    killRunning(step, { exitCode: 137, detailStatus: 'OOMKilled', restart: 'byPolicy' });
  } else if (fault.kind === 'spotEvict') {
    evict(step, fault.waitSeconds);
  } else if (fault.kind === 'unhealthy') {
    becomeUnhealthy(step, fault, part);
  }
}

function killRunning(step: Step, killing: Killing): void {
  for (const container of step.group.containers) {
    if (container.state.state !== 'Running') continue;
    if (killing.restart !== 'byPolicy') {
      addEvent(container.events, containerEvents.killedByPlatform(), step.now);
    }
    kill(step, container, killing);
  }
}

/** All containers wait for another machine, and then run from the start: https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview#eviction-policies */
function evict({ group, effects, now }: Step, waitSeconds: number): void {
  for (const container of group.containers) {
    const { name, run, starting, state } = container;
    if (starting || state.state === 'Running') {
      effects.push({ type: 'kill', container: name, run, isAwaited: false });
      addEvent(container.events, containerEvents.killedByPlatform(), now);
    }
    waitAnew(container, now);
  }
  group.phase = 'evicted';
  group.phaseUntil = after(now, waitSeconds);
}

function waitAnew(container: ContainerRecord, now: Date): void {
  const { state } = container;
  if (state.state === 'Running') {
    const finishTime = now.toISOString();
    container.previousState = { ...state, ...lostEnd, state: 'Terminated', finishTime };
  }
  container.state = { state: 'Waiting', detailStatus: '' };
  container.starting = false;
  container.hasRun = false;
  container.restartCount += 1;
  delete container.restartAt;
  delete container.killing;
}

const lostEnd = { exitCode: platformKillExitCode, detailStatus: 'Error' };

/** Unhealthy for half of the time, Repairing for the other half, then up again elsewhere. */
function becomeUnhealthy(
  step: Step,
  fault: Extract<LifecycleFault, { kind: 'unhealthy' }>,
  part: number,
): void {
  const { group, now } = step;
  const next = { fault, at: after(now, fault.repairSeconds / 2), part: part + 1 };
  if (part === 0) {
    group.health = 'Unhealthy';
    group.disturbances?.push(next);
  } else if (part === 1) {
    group.health = 'Repairing';
    group.disturbances?.push(next);
    killRunning(step, { ...lostEnd, restart: 'held' });
  } else {
    delete group.health;
    group.shared.moves += 1;
    release(group, now);
  }
}

function release({ containers }: GroupRecord, now: Date): void {
  for (const container of containers) {
    if (container.killing?.restart === 'held') container.killing.restart = 'always';
    else if (container.state.state === 'Waiting' && !container.starting) {
      container.restartAt ??= now.toISOString();
    }
  }
}
