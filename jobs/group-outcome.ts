import { classifyEvents } from './failure.ts';
import type { ContainerEnd, GroupEvent, GroupState } from './group-state.ts';
import { memoryAdvice } from './memory-advice.ts';
import type { FailureClass, JobOutcome } from './outcome.ts';
import type { WatchEnd } from './watch-state.ts';

/** Ended by maintenance: https://learn.microsoft.com/azure/container-instances/container-instances-container-state */
const platformKills = new Set([7147, 7148]);

/** The outcome of a group that has been watched to its end. */
export function outcomeOfWatch({ end, group }: WatchEnd): JobOutcome {
  switch (end) {
    case 'over':
      return classifyGroup(group);
    case 'stuck':
      return group.state === 'running' ? cameToAHalt(group.idle) : neverStarted(group);
    case 'timedOut':
    case 'cancelled':
      return { status: end };
  }
}

/** The outcome of a group that is over: decided by its first container that did not end with 0. */
export function classifyGroup(group: GroupState): JobOutcome {
  switch (group.state) {
    case 'ended':
      return classifyContainers(group.containers);
    case 'failed':
      return failed(classifyEvents(group.events) ?? 'platform-error', wordsOf(group.events));
    case 'absent':
      return failed('lost', 'the container group disappeared before its end was seen');
    case 'pending':
    case 'running':
      return failed('platform-error', `the container group is still ${group.state}`);
  }
}

/** How the containers of a group ended, those of one that waits too: the last end of each counts. */
export function endsOfGroup(group: GroupState): readonly ContainerEnd[] {
  if (group.state === 'ended') return group.containers;
  return (group.state === 'running' && group.idle?.exits) || [];
}

function classifyContainers(containers: readonly ContainerEnd[]): JobOutcome {
  const bad = containers.find(({ exitCode }) => exitCode !== 0);
  if (!bad) return { status: 'succeeded' };
  const { name, exitCode, detailStatus, restarts = 0 } = bad;
  const again = restarts > 0 ? `, run again ${restarts} ${restarts === 1 ? 'time' : 'times'}` : '';
  // ACI does not always say OOMKilled beside a 137, which nothing else makes without somebody's doing.
  if (/OOMKilled/i.test(detailStatus) || exitCode === 137)
    return {
      ...failed(
        'out-of-memory',
        `container ${name} was killed${again}; ${memoryAdvice(bad.memoryInGB)}`,
      ),
      exitCode,
    };
  if (platformKills.has(exitCode))
    return { ...failed('platform-kill', `the platform ended container ${name}${again}`), exitCode };
  const message = `container ${name} exited with ${exitCode}${again}`;
  return { ...failed('container-exit', message), exitCode };
}

type Idle = Extract<GroupState, { state: 'running' }>['idle'];

/** It started, and then only waited: the last exit codes decide, where every container has one. */
function cameToAHalt(idle: Idle): JobOutcome {
  if (idle?.isSpot) return failed('evicted', 'Azure took the Spot group back');
  if (idle?.isWhole) return classifyContainers(idle.exits);
  const detail = idle?.detail ? `: ${idle.detail}` : '';
  return failed('stuck', `no container has run for as long as provisioningTimeout${detail}`);
}

function neverStarted(group: GroupState): JobOutcome {
  const events = 'events' in group ? group.events : [];
  const last = events.length > 0 ? `; ${wordsOf(events)}` : '';
  return failed(
    classifyEvents(events) ?? 'stuck',
    `the containers did not start within provisioningTimeout${last}`,
  );
}

/** The last thing that went wrong, or else that happened. */
function wordsOf(events: readonly GroupEvent[]): string {
  const event = events.findLast(({ type }) => type === 'Warning') ?? events.at(-1);
  return event
    ? `last event: ${event.name} ${event.message}`
    : 'provisioning failed, and Azure does not say why';
}

function failed(failureClass: FailureClass, message: string) {
  return { status: 'failed', class: failureClass, message } as const;
}
