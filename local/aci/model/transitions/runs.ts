import { findFault } from '../find-fault.ts';
import { addEvent, containerEvents } from '../group-events.ts';
import type { ContainerRecord, Killing } from '../group-record.ts';
import { after, backOffSeconds, crashLoop } from './back-off.ts';
import { allContainers, type RunName, type Step } from './step.ts';

interface Exit {
  readonly exitCode: number;
  readonly at: Date;
  readonly outOfMemory: boolean;
}

/** What the backend and the probes tell of one run of a container. */
export type RunEvent = RunName &
  (
    | { readonly type: 'started'; readonly at: Date }
    | { readonly type: 'startFailed'; readonly message: string }
    | ({ readonly type: 'exited' } & Exit)
    /** The backend was asked for it and never began. */
    | { readonly type: 'notStarted' }
    /** Its process is gone and nobody knows how it ended: the machine or the emulator went down. */
    | { readonly type: 'lost' }
    /** Ended, as it was asked for. */
    | { readonly type: 'killed' }
    | { readonly type: 'probeFailed'; readonly probe: ProbeKind; readonly message: string }
    /** Its liveness probe has failed as often as it may. */
    | { readonly type: 'notAlive' }
  );

export type ProbeKind = 'liveness' | 'readiness';

/** A report of a run that is not the newest changes nothing, nor does any of a group that was stopped. */
export function reportRun(step: Step, event: RunEvent): void {
  const container = allContainers(step.group).find(({ name }) => name === event.container);
  if (container?.run !== event.run || step.group.phase === 'stopped') return;
  switch (event.type) {
    case 'started':
      started(container, event.at, step.now);
      return;
    case 'startFailed':
      startFailed(container, event.message, step.now);
      return;
    case 'notStarted':
      if (container.starting) container.restartAt = step.now.toISOString();
      return;
    case 'exited':
      ended(step, container, container.killing ? { ...container.killing, at: event.at } : event);
      return;
    case 'killed':
      if (container.killing) ended(step, container, { ...container.killing, at: step.now });
      return;
    case 'lost':
      lost(container, step.now);
      return;
    case 'probeFailed':
      if (container.state.state !== 'Running' || container.killing) return;
      addEvent(container.events, containerEvents.unhealthy(event.probe, event.message), step.now);
      return;
    case 'notAlive':
      notAlive(step, container);
      return;
  }
}

/** Ends a running container: `killing` says how that will look, once the backend has done it. */
export function kill({ effects }: Step, container: ContainerRecord, killing: Killing): void {
  container.killing = killing;
  effects.push({ type: 'kill', container: container.name, run: container.run, isAwaited: true });
}

function started(container: ContainerRecord, at: Date, now: Date): void {
  if (!container.starting) return;
  container.starting = false;
  container.hasRun = true;
  container.failedStarts = 0;
  if (container.state.state === 'Terminated') container.previousState = container.state;
  container.state = { state: 'Running', startTime: at.toISOString(), detailStatus: '' };
  addEvent(container.events, containerEvents.created(container.name), now);
  addEvent(container.events, containerEvents.started(container.name), now);
}

/** ACI leaves such a container Waiting and tries again, whatever the restart policy. */
function startFailed(container: ContainerRecord, message: string, now: Date): void {
  if (!container.starting) return;
  container.starting = false;
  container.failedStarts += 1;
  container.state = { state: 'Waiting', detailStatus: crashLoop };
  container.restartAt = after(now, backOffSeconds(container.failedStarts));
  addEvent(container.events, containerEvents.startFailed(message), now);
}

/** Without `restart` the restart policy has the say. */
type End = { readonly at: Date; readonly exitCode: number } & (
  { readonly outOfMemory: boolean } | Killing
);

function ended(step: Step, container: ContainerRecord, end: End): void {
  if (container.state.state !== 'Running') return;
  delete container.killing;
  const terminated = {
    state: 'Terminated' as const,
    startTime: container.state.startTime,
    finishTime: end.at.toISOString(),
    exitCode: end.exitCode,
    detailStatus: detailStatus(end),
  };
  const restart = 'restart' in end ? end.restart : 'byPolicy';
  if (restart !== 'byPolicy') {
    container.previousState = terminated;
    container.state = { state: 'Waiting', detailStatus: '' };
    container.restartCount += 1;
    if (restart === 'always') container.restartAt = step.now.toISOString();
  } else if (isRestarted(step, container, end.exitCode)) {
    container.previousState = terminated;
    container.state = { state: 'Waiting', detailStatus: crashLoop };
    container.restartAt = after(step.now, backOffSeconds(container.restartCount));
    container.restartCount += 1;
  } else {
    container.state = terminated;
    runTwice(step, container);
  }
}

function detailStatus(end: End): string {
  if ('detailStatus' in end) return end.detailStatus;
  if (end.outOfMemory) return 'OOMKilled';
  return end.exitCode === 0 ? 'Completed' : 'Error';
}

/** Init containers of a group that is always restarted are so only when they fail: https://learn.microsoft.com/azure/container-instances/container-instances-init-container */
function isRestarted(
  { group, platformRestarts }: Step,
  container: ContainerRecord,
  exitCode: number,
): boolean {
  switch (group.body.properties.restartPolicy) {
    case 'Always':
      return exitCode !== 0 || !group.initContainers.includes(container);
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return exitCode !== 0 && container.restartCount < platformRestarts;
  }
}

/** ACI promises that a container runs at least once: by this fault it runs twice. */
function runTwice({ group, now }: Step, container: ContainerRecord): void {
  if (container.ranTwice || !findFault(group, 'duplicateStart')) return;
  if (!group.containers.includes(container)) return;
  container.ranTwice = true;
  container.previousState = container.state;
  container.state = { state: 'Waiting', detailStatus: '' };
  container.restartCount += 1;
  container.restartAt = now.toISOString();
}

/** What ACI's own maintenance leaves behind: https://learn.microsoft.com/troubleshoot/azure/azure-container-instances */
export const platformKillExitCode = 7147;

/** As after maintenance of the platform: it runs again, also when it was never to be restarted. */
function lost(container: ContainerRecord, now: Date): void {
  if (container.state.state !== 'Running' && !container.starting) return;
  delete container.killing;
  container.starting = false;
  container.previousState = {
    state: 'Terminated',
    startTime: 'startTime' in container.state ? container.state.startTime : now.toISOString(),
    finishTime: now.toISOString(),
    exitCode: platformKillExitCode,
    detailStatus: 'Error',
  };
  container.state = { state: 'Waiting', detailStatus: '' };
  container.restartAt = now.toISOString();
  container.restartCount += 1;
  addEvent(container.events, containerEvents.killedByPlatform(), now);
}

/** SIGKILL's 137, as a container that does not heed SIGTERM. */
function notAlive(step: Step, container: ContainerRecord): void {
  if (container.state.state !== 'Running' || container.killing) return;
  addEvent(container.events, containerEvents.killing(container.name), step.now);
  kill(step, container, { exitCode: 137, detailStatus: 'Error', restart: 'byPolicy' });
}
