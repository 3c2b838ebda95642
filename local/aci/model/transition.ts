import { addEvent, containerEvents } from './group-events.ts';
import type { ContainerRecord, GroupRecord } from './group-record.ts';
import { provisioningState } from './group-states.ts';
import { advancePhase } from './phases.ts';
import type { Timing } from './timing.ts';

export interface RunName {
  readonly container: string;
  readonly run: number;
}

/** What happens to a group: time passes, the backend reports of a run, or a client stops it. */
export type GroupEvent =
  | { readonly type: 'tick' }
  | ({ readonly type: 'started'; readonly at: Date } & RunName)
  | ({ readonly type: 'startFailed'; readonly message: string } & RunName)
  | ({
      readonly type: 'exited';
      readonly exitCode: number;
      readonly at: Date;
      readonly outOfMemory: boolean;
    } & RunName)
  /** The backend was asked for it and never began. */
  | ({ readonly type: 'notStarted' } & RunName)
  /** Its process is gone and nobody knows how it ended: the machine or the emulator went down. */
  | ({ readonly type: 'lost' } & RunName)
  | { readonly type: 'stop' };

/** What the backend has to do then. */
export type Effect = ({ readonly type: 'start' } & RunName) | ({ readonly type: 'kill' } & RunName);

interface Step {
  readonly group: GroupRecord;
  readonly effects: readonly Effect[];
}

export interface StepContext {
  readonly now: Date;
  readonly timing: Timing;
}

/** The one place where a group changes by itself. Pure; a report of a run that is not the newest changes nothing. */
export function transition(current: GroupRecord, event: GroupEvent, context: StepContext): Step {
  const group = structuredClone(current);
  const effects: Effect[] = [];
  if (event.type === 'stop') stop(group, effects, context.now);
  else if (event.type !== 'tick') report(group, event, context.now);
  advancePhase(group, effects, context);
  startWhatIsDue(group, effects, context.now);
  concludeProvisioning(group, context.now);
  return { group, effects };
}

/** When the group changes without anything else happening; undefined when never. */
export function nextTick(group: GroupRecord): Date | undefined {
  const times = group.containers.flatMap(({ restartAt }) => restartAt ?? []);
  if (group.phaseUntil) times.push(group.phaseUntil);
  if (group.provisioned === 'no' && group.phase !== 'stopped')
    times.push(group.provisioningDeadline);
  const [first] = times.sort();
  return first === undefined ? undefined : new Date(first);
}

type Report = Exclude<GroupEvent, { type: 'tick' | 'stop' }>;

function report(group: GroupRecord, event: Report, now: Date): void {
  const container = group.containers.find(({ name }) => name === event.container);
  if (container?.run !== event.run || group.phase === 'stopped') return;
  switch (event.type) {
    case 'started': {
      started(container, event.at, now);
      return;
    }
    case 'startFailed': {
      startFailed(container, event.message, now);
      return;
    }
    case 'notStarted':
      container.restartAt = now.toISOString();
      return;
    case 'exited': {
      exited(group, container, event, now);
      return;
    }
    case 'lost': {
      lost(container, now);
      return;
    }
  }
}

function started(container: ContainerRecord, at: Date, now: Date): void {
  if (!container.starting) return;
  container.starting = false;
  container.hasRun = true;
  container.failedStarts = 0;
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

function exited(
  group: GroupRecord,
  container: ContainerRecord,
  { exitCode, at, outOfMemory }: Extract<GroupEvent, { type: 'exited' }>,
  now: Date,
): void {
  if (container.state.state !== 'Running') return;
  const policy = group.body.properties.restartPolicy;
  const terminated = {
    state: 'Terminated' as const,
    startTime: container.state.startTime,
    finishTime: at.toISOString(),
    exitCode,
    detailStatus: outOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error',
  };
  if (policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)) {
    container.previousState = terminated;
    container.state = { state: 'Waiting', detailStatus: crashLoop };
    container.restartAt = after(now, backOffSeconds(container.restartCount));
    container.restartCount += 1;
  } else {
    container.state = terminated;
  }
}

/** As after maintenance of the platform: it runs again, also when it was never to be restarted. */
function lost(container: ContainerRecord, now: Date): void {
  if (container.state.state !== 'Running' && !container.starting) return;
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

function stop(group: GroupRecord, effects: Effect[], now: Date): void {
  group.phase = 'stopped';
  delete group.phaseUntil;
  for (const container of group.containers) {
    delete container.restartAt;
    if (container.state.state === 'Terminated') continue;
    if (container.starting || container.state.state === 'Running') {
      effects.push({ type: 'kill', container: container.name, run: container.run });
      addEvent(container.events, containerEvents.killing(container.name), now);
    }
    container.previousState = container.state;
    container.starting = false;
    container.state = {
      state: 'Terminated',
      finishTime: now.toISOString(),
      detailStatus: 'Container stopped per client request',
    };
  }
}

function startWhatIsDue(group: GroupRecord, effects: Effect[], now: Date): void {
  for (const container of group.containers) {
    if (!container.restartAt || new Date(container.restartAt) > now) continue;
    delete container.restartAt;
    container.run += 1;
    container.starting = true;
    effects.push({ type: 'start', container: container.name, run: container.run });
  }
}

/** A provisioning that has failed does not stop the group: its containers may still come up. */
function concludeProvisioning(group: GroupRecord, now: Date): void {
  if (group.provisioned === 'no') {
    const allUp = group.containers.every(({ hasRun }) => hasRun);
    if (allUp || group.phase === 'stopped') group.provisioned = 'Succeeded';
    else if (now >= new Date(group.provisioningDeadline)) group.provisioned = 'Failed';
  }
  group.operation.status = provisioningState(group);
  group.operation.events = [...group.events, ...group.containers.flatMap(({ events }) => events)];
}

/** What ACI's own maintenance leaves behind: https://learn.microsoft.com/troubleshoot/azure/azure-container-instances */
const platformKillExitCode = 7147;
const crashLoop = 'CrashLoopBackOff: Back-off restarting failed';

/** 0, 10, 20, 40 ... 300 s, as Kubernetes does. */
export function backOffSeconds(failures: number): number {
  return failures === 0 ? 0 : Math.min(300, 10 * 2 ** (failures - 1));
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
