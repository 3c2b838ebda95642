import type { Container, ContainerGroup, Event } from '@azure/arm-containerinstance';
import type { GroupEvent, GroupState } from '../../jobs/group-state.ts';

/**
 * ARM's view of a group in our words. `provisioningState: Succeeded` means that it has started, and even after `Failed`
 * containers may have run: so what the containers say comes first.
 * https://learn.microsoft.com/azure/container-instances/container-state
 */
export function groupStateOf(group: ContainerGroup): GroupState {
  const views = group.containers.map(({ name, instanceView }) => ({
    name,
    current: instanceView?.currentState,
  }));
  const times = timesOf(group);
  if (views.length > 0 && views.every(({ current }) => current?.state === 'Terminated')) {
    const containers = views.map(({ name, current }) => ({
      name,
      exitCode: current?.exitCode ?? unknownExitCode,
      detailStatus: current?.detailStatus ?? '',
    }));
    return { state: 'ended', containers, ...times };
  }
  if (group.provisioningState === 'Failed') return { state: 'failed', events: eventsOf(group) };
  const hasStarted = views.some(({ current }) =>
    ['Running', 'Terminated'].includes(current?.state ?? ''),
  );
  if (hasStarted || group.provisioningState === 'Succeeded') {
    return { state: 'running', ...(times.startedAt && { startedAt: times.startedAt }) };
  }
  return { state: 'pending', events: eventsOf(group) };
}

/** A container that was stopped from outside ends without an exit code. */
const unknownExitCode = -1;

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
  const ofContainer = ({ instanceView }: Container): Event[] => instanceView?.events ?? [];
  return [...(group.instanceView?.events ?? []), ...group.containers.flatMap(ofContainer)];
}
