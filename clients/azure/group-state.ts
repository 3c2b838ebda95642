import type {
  Container,
  ContainerGroup,
  ContainerState,
  Event,
} from '@azure/arm-containerinstance';
import type { ContainerEnd, GroupEvent, GroupState } from '../../jobs/group-state.ts';

/**
 * ARM's view of a group in our words. `provisioningState: Succeeded` means that it has started, and even after `Failed`
 * containers may have run: so what the containers say comes first.
 * https://learn.microsoft.com/azure/container-instances/container-state
 */
export function groupStateOf(group: ContainerGroup): GroupState {
  const times = timesOf(group);
  const containers = endsOf(group);
  if (containers) return { state: 'ended', containers, ...times };
  const hasStarted = group.containers.some(hasRun);
  if (hasStarted || group.provisioningState === 'Succeeded') {
    const idle = idleOf(group);
    const { startedAt } = times;
    return { state: 'running', ...(startedAt && { startedAt }), ...(idle && { idle }) };
  }
  const state = group.provisioningState === 'Failed' ? 'failed' : 'pending';
  return { state, events: eventsOf(group) };
}

type Viewed = Pick<Container, 'name' | 'instanceView'> & Partial<Pick<Container, 'resources'>>;

const stateOf = ({ instanceView }: Viewed): string => instanceView?.currentState?.state ?? '';
const failed = ({ exitCode }: { readonly exitCode: number }): boolean => exitCode !== 0;

/** How all containers ended, when they have; or the init container that keeps them from ever starting. */
function endsOf(group: ContainerGroup): ContainerEnd[] | undefined {
  // Another run follows: what has ended with an error is restarted.
  const isRetried = group.restartPolicy === 'OnFailure';
  const init = (group.initContainers ?? []).filter((one) => stateOf(one) === 'Terminated');
  const broken = init.map((one) => endOf(one, one.instanceView?.currentState)).filter(failed);
  if (broken.length > 0 && !isRetried) return broken;
  const { containers } = group;
  if (containers.length === 0 || !containers.every((one) => stateOf(one) === 'Terminated'))
    return undefined;
  const ends = containers.map((one) => endOf(one, one.instanceView?.currentState));
  return isRetried && ends.some(failed) ? undefined : ends;
}

/** A container that was stopped from outside ends without an exit code. */
const unknownExitCode = -1;

function endOf(container: Viewed, end: ContainerState | undefined): ContainerEnd {
  const { name, instanceView, resources } = container;
  const restarts = instanceView?.restartCount ?? 0;
  const image = digestOf(instanceView?.events ?? []);
  const memoryInGB = resources?.requests.memoryInGB;
  return {
    name,
    exitCode: end?.exitCode ?? unknownExitCode,
    detailStatus: end?.detailStatus ?? '',
    ...(restarts > 0 && { restarts }),
    ...(image !== undefined && { image }),
    ...(memoryInGB !== undefined && { memoryInGB }),
  };
}

/** `pulling image "alpine@sha256:..."`, as ACI says it of what a tag stands for. */
function digestOf(events: readonly Event[]): string | undefined {
  const found = events.map(
    ({ message = '' }) => /"([^"]+@sha256:[0-9a-f]{64})"/.exec(message)?.[1],
  );
  return found.findLast((image) => image !== undefined);
}

function hasRun({ instanceView }: Viewed): boolean {
  const { currentState, previousState, restartCount = 0 } = instanceView ?? {};
  const isUp = ['Running', 'Terminated'].includes(currentState?.state ?? '');
  return isUp || restartCount > 0 || previousState?.state === 'Terminated';
}

/** Waiting for what may never come: a restart, or another machine. */
function idleOf(group: ContainerGroup) {
  const { containers, priority } = group;
  const waiting = containers.filter((one) => stateOf(one) === 'Waiting');
  const isOver = containers.every((one) => stateOf(one) === 'Terminated');
  if (containers.some((one) => stateOf(one) === 'Running')) return undefined;
  if (waiting.length === 0 && !isOver) return undefined;
  const exits = containers.flatMap((one) => {
    const { currentState, previousState } = one.instanceView ?? {};
    const end = [currentState, previousState].find((state) => state?.state === 'Terminated');
    return end ? [endOf(one, end)] : [];
  });
  const details = waiting.map(({ instanceView }) => instanceView?.currentState?.detailStatus ?? '');
  return {
    detail: (details.find((detail) => detail !== '') ?? '').slice(0, maxMessageLength),
    exits,
    isWhole: exits.length === containers.length,
    isSpot: priority === 'Spot',
  };
}

/** What is paid for: from the first pull of an image to the end of the last container. https://azure.microsoft.com/pricing/details/container-instances/ */
function timesOf(group: ContainerGroup): { startedAt?: string; finishedAt?: string } {
  const states = group.containers.map(({ instanceView }) => instanceView?.currentState);
  const pulls = allEvents(group).filter(({ name }) => name === 'Pulling');
  const started = [
    ...states.map((state) => state?.startTime),
    ...pulls.map(({ firstTimestamp }) => firstTimestamp),
  ].filter((time) => time !== undefined);
  const finished = states.map((state) => state?.finishTime).filter((time) => time !== undefined);
  return {
    ...(started.length > 0 && { startedAt: isoOf(Math.min(...started.map(Number))) }),
    ...(finished.length > 0 && { finishedAt: isoOf(Math.max(...finished.map(Number))) }),
  };
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

const maxEvents = 10;
const maxMessageLength = 500;

/** The newest few, cut short: they travel through an orchestrator's history. */
function eventsOf(group: ContainerGroup): GroupEvent[] {
  return allEvents(group)
    .sort((a, b) => Number(a.lastTimestamp ?? 0) - Number(b.lastTimestamp ?? 0))
    .slice(-maxEvents)
    .map(({ name = '', type = '', message = '' }) => ({
      name,
      type,
      message: message.slice(0, maxMessageLength),
    }));
}

function allEvents(group: ContainerGroup): Event[] {
  const ofContainer = ({ instanceView }: Viewed): Event[] => instanceView?.events ?? [];
  return [
    ...(group.instanceView?.events ?? []),
    ...(group.initContainers ?? []).flatMap(ofContainer),
    ...group.containers.flatMap(ofContainer),
  ];
}
