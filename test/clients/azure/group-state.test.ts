import type { ContainerGroup, ContainerState, Event } from '@azure/arm-containerinstance';
import { describe, expect, test } from '@jest/globals';
import { groupStateOf } from '../../../clients/azure/group-state.ts';
import { GroupState } from '../../../jobs/group-state.ts';

const start = new Date('2026-01-01T00:00:10Z');
const finish = new Date('2026-01-01T00:01:00Z');
const pulled = new Date('2026-01-01T00:00:02Z');
const pulling: Event = {
  name: 'Pulling',
  type: 'Normal',
  message: 'pulling image "i"',
  firstTimestamp: pulled,
};

function group(
  provisioningState: string,
  states: readonly (ContainerState | undefined)[],
  events: readonly Event[] = [],
): ContainerGroup {
  return {
    osType: 'Linux',
    provisioningState,
    instanceView: { events: [...events] },
    containers: states.map((currentState, index) => ({
      name: `c${index}`,
      image: 'i',
      resources: { requests: { cpu: 1, memoryInGB: 1 } },
      ...(currentState && { instanceView: { currentState, events: [pulling] } }),
    })),
  };
}

const waiting: ContainerState = { state: 'Waiting', detailStatus: '' };
const running: ContainerState = { state: 'Running', startTime: start };
const ended = (exitCode: number, detailStatus: string): ContainerState => ({
  state: 'Terminated',
  startTime: start,
  finishTime: finish,
  exitCode,
  detailStatus,
});
const times = { startedAt: pulled.toISOString(), finishedAt: finish.toISOString() };

describe('the state of a group', () => {
  const cases: readonly (readonly [string, ContainerGroup, GroupState['state']])[] = [
    ['just created, without any view of its containers', group('Pending', [undefined]), 'pending'],
    ['that pulls its image', group('Creating', [waiting]), 'pending'],
    [
      'that waits again and again',
      group('Creating', [{ ...waiting, detailStatus: 'CrashLoopBackOff: ...' }]),
      'pending',
    ],
    ['that runs', group('Succeeded', [running]), 'running'],
    [
      'of which one container runs before all are provisioned',
      group('Creating', [running, waiting]),
      'running',
    ],
    [
      'of which one container has ended',
      group('Succeeded', [ended(1, 'Error'), running]),
      'running',
    ],
    ['that is updated', group('Updating', [running]), 'running'],
    ['that has started although its view is late', group('Succeeded', [undefined]), 'running'],
    [
      'whose containers have ended',
      group('Succeeded', [ended(0, 'Completed'), ended(3, 'Error')]),
      'ended',
    ],
    ['that failed to be provisioned', group('Failed', [waiting]), 'failed'],
    ['that failed to be provisioned and runs all the same', group('Failed', [running]), 'running'],
    ['that came up and ended all the same', group('Failed', [ended(0, 'Completed')]), 'ended'],
  ];
  test.each(cases)('%s', (_, armGroup, state) => {
    const found = groupStateOf(armGroup);
    expect(found.state).toBe(state);
    expect(GroupState.parse(found)).toEqual(found);
  });

  test('holds exit codes and what is said beside them, and times from the first pull to the last end', () => {
    expect(
      groupStateOf(group('Succeeded', [ended(0, 'Completed'), ended(137, 'OOMKilled')])),
    ).toEqual({
      state: 'ended',
      containers: [
        { name: 'c0', exitCode: 0, detailStatus: 'Completed', memoryInGB: 1 },
        { name: 'c1', exitCode: 137, detailStatus: 'OOMKilled', memoryInGB: 1 },
      ],
      ...times,
    });
  });

  test('holds what was pulled, how often it ran again and what it had asked for', () => {
    const digest = `registry.example/i@sha256:${'a'.repeat(64)}`;
    const one = group('Succeeded', [ended(0, 'Completed')]);
    const [container] = one.containers;
    const view = {
      currentState: ended(0, 'Completed'),
      restartCount: 2,
      events: [{ ...pulling, message: `pulling image "${digest}"` }],
    };
    const seen = { ...one, containers: container ? [{ ...container, instanceView: view }] : [] };
    expect(groupStateOf(seen)).toMatchObject({
      containers: [{ restarts: 2, image: digest, memoryInGB: 1 }],
    });
  });

  test('holds -1 for a container that was stopped from outside', () => {
    const stopped = { state: 'Terminated', detailStatus: 'Container stopped per client request' };
    expect(groupStateOf(group('Succeeded', [stopped]))).toMatchObject({
      containers: [{ exitCode: -1, detailStatus: 'Container stopped per client request' }],
    });
  });

  test('holds the ten newest events, cut short', () => {
    const events = Array.from({ length: 30 }, (_, i) => ({
      name: `e${i}`,
      type: 'Warning',
      message: 'm'.repeat(5000),
      lastTimestamp: new Date(start.getTime() + i * 1000),
    }));
    const found = groupStateOf(group('Failed', [undefined], events));
    if (found.state !== 'failed') throw new Error('It has failed.');
    expect(found.events.map(({ name }) => name)).toEqual(events.slice(20).map(({ name }) => name));
    expect(JSON.stringify(found).length).toBeLessThan(6000);
  });
});

describe('a group that is not over and of which nothing runs', () => {
  const previous = (exitCode: number): ContainerState => ended(exitCode, 'Error');
  function waitingAfter(ends: readonly (ContainerState | undefined)[], more: object = {}) {
    const one = group('Succeeded', [waiting, waiting].slice(0, ends.length));
    const containers = one.containers.map((container, index) => ({
      ...container,
      instanceView: {
        currentState: { state: 'Waiting', detailStatus: 'CrashLoopBackOff: ...' },
        ...(ends[index] && { previousState: ends[index], restartCount: 3 }),
      },
    }));
    return groupStateOf({ ...one, containers, ...more });
  }

  test('says why, and how its containers ended last', () => {
    expect(waitingAfter([previous(3)])).toMatchObject({
      state: 'running',
      idle: {
        detail: 'CrashLoopBackOff: ...',
        exits: [{ name: 'c0', exitCode: 3, restarts: 3 }],
        isWhole: true,
        isSpot: false,
      },
    });
  });

  test('says whether each of them has ended before, and whether it is Spot', () => {
    expect(waitingAfter([previous(3), undefined], { priority: 'Spot' })).toMatchObject({
      idle: { isWhole: false, isSpot: true, exits: [{ exitCode: 3 }] },
    });
  });

  test('is not idle while one container runs', () => {
    expect(groupStateOf(group('Succeeded', [running, waiting]))).not.toHaveProperty('idle');
  });

  test('is idle between two runs where what fails is run again', () => {
    const failed = group('Succeeded', [ended(3, 'Error')]);
    expect(groupStateOf({ ...failed, restartPolicy: 'OnFailure' })).toMatchObject({
      state: 'running',
      idle: { exits: [{ exitCode: 3 }], isWhole: true },
    });
    expect(groupStateOf({ ...failed, restartPolicy: 'Never' })).toMatchObject({ state: 'ended' });
    const well = group('Succeeded', [ended(0, 'Completed')]);
    expect(groupStateOf({ ...well, restartPolicy: 'OnFailure' })).toMatchObject({ state: 'ended' });
  });
});

test('an init container that fails is the end of a group that is not restarted', () => {
  const instanceView = { currentState: ended(4, 'Error') };
  const initContainers = [{ name: 'prepare', instanceView }];
  const pending = { ...group('Creating', [waiting]), initContainers };
  expect(groupStateOf({ ...pending, restartPolicy: 'Never' })).toMatchObject({
    state: 'ended',
    containers: [{ name: 'prepare', exitCode: 4 }],
  });
  expect(groupStateOf({ ...pending, restartPolicy: 'OnFailure' })).toMatchObject({
    state: 'pending',
  });
});
