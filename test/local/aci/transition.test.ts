import { expect, test } from '@jest/globals';
import { provisioningState } from '../../../local/aci/model/group-states.ts';
import { nextTick } from '../../../local/aci/model/transition.ts';
import { backOffSeconds } from '../../../local/aci/model/transitions/back-off.ts';
import { Play, start } from './support/play.ts';

/** Pending 4 s, Creating 3 s, a pull of 3 s per image, 2 s to start. */
const untilStart = 12;

test('a group is Pending, then Creating, pulls its images, and has Succeeded when its container runs', () => {
  const play = new Play();
  const seen = [play.states];
  for (const seconds of [3, 1, 3, 3, 2]) seen.push(play.after(seconds).states);
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 1 }]);
  seen.push(play.started().states);

  expect(seen).toEqual([
    'Pending/Pending/Pending',
    'Pending/Pending/Pending',
    'Creating/Pending/Creating',
    'Creating/Pending/Creating',
    'Creating/Pending/Creating',
    'Creating/Pending/Creating',
    'Succeeded/Running/Succeeded',
  ]);
  const names = play.container().events.map(({ name }) => name);
  expect(names).toEqual(['Pulling', 'Pulled', 'Created', 'Started']);
});

test('each distinct image is pulled once, and all containers start together', () => {
  const play = new Play({ images: ['a', 'b', 'a'] }).every(1, untilStart + 2).after(0.9);
  expect(play.effects).toEqual([]);
  play.after(0.1);
  expect(play.effects.map((effect) => 'container' in effect && effect.container)).toEqual([
    'c0',
    'c1',
    'c2',
  ]);
});

test('a tick that comes late is as good as many in time, but for what the backend has to do', () => {
  const late = new Play().after(600);
  const seen = [late.states];
  for (const seconds of [3, 2]) seen.push(late.after(seconds).states);
  expect(late.effects).toEqual([{ type: 'start', container: 'c0', run: 1 }]);
  expect(seen).toEqual(Array(3).fill('Creating/Pending/Creating'));
});

test.each([
  [[0, 0], 'Succeeded'],
  [[0, 3], 'Failed'],
  [[137, 0], 'Failed'],
])('a group that is never restarted and whose containers exit with %p has %s', (codes, state) => {
  const play = new Play({ images: ['a', 'a'] }).every(1, untilStart).started('c0').started('c1');
  expect(play.exited(codes[0] ?? 0, 'c0').states).toBe('Succeeded/Running/Succeeded');
  expect(play.exited(codes[1] ?? 0, 'c1').states).toBe(`Succeeded/${state}/Succeeded`);
  expect(nextTick(play.group)).toBeUndefined();
});

test.each([
  ['Never', 1, false],
  ['Never', 0, false],
  ['OnFailure', 1, true],
  ['OnFailure', 0, false],
  ['Always', 1, true],
  ['Always', 0, true],
])('with restart policy %s an exit with %i leads to a restart: %p', (policy, code, restarts) => {
  const play = new Play({ policy }).every(1, untilStart).started().exited(code);
  const expected = restarts ? [{ type: 'start', container: 'c0', run: 2 }] : [];
  expect(play.effects).toEqual(expected);
  expect(play.container().restartCount).toBe(restarts ? 1 : 0);
});

test('a container that keeps failing is restarted later and later, and waits in between', () => {
  const play = new Play({ policy: 'Always' }).every(1, untilStart);
  const waits = [0, 10, 20, 40].map((wait) => {
    play.started().exited(1);
    const { detailStatus } = play.container().state;
    const due = nextTick(play.group)?.getTime() ?? play.now;
    const early = wait > 0 ? play.after(wait - 0.001).effects.length : 0;
    const late = wait > 0 ? play.after(0.001).effects.length : play.effects.length;
    return { wait: Math.round((due - play.now) / 1000) + wait, detailStatus, early, late };
  });
  const backOff = {
    detailStatus: 'CrashLoopBackOff: Back-off restarting failed',
    early: 0,
    late: 1,
  };
  expect(waits).toEqual([0, 10, 20, 40].map((wait) => ({ wait, ...backOff })));
  expect(play.container()).toMatchObject({
    restartCount: 4,
    previousState: { state: 'Terminated', exitCode: 1 },
  });
});

test('the back-off ends at five minutes', () => {
  expect([0, 1, 2, 5, 6, 50].map(backOffSeconds)).toEqual([0, 10, 20, 160, 300, 300]);
});

test('a command that can not be started waits for ever and provisioning fails after 30 minutes', () => {
  const play = new Play().every(1, untilStart);
  const fail = (): void => {
    play.after(0, { type: 'startFailed', ...play.run(), message: 'no such file' });
  };
  fail();
  while (nextTick(play.group)) {
    play.after(10);
    if (play.effects.length > 0) fail();
    if (provisioningState(play.group) === 'Failed') break;
  }
  expect(play.states).toBe('Failed/Pending/Failed');
  expect(play.container().state.state).toBe('Waiting');
  const failed = play.container().events.find(({ name }) => name === 'Failed');
  expect(failed).toMatchObject({ type: 'Warning', message: 'no such file' });
  expect(failed?.count).toBeGreaterThan(5);
});

test('a group whose provisioning has failed may still come up', () => {
  const play = new Play().every(1, untilStart).after(1800);
  expect(play.states).toBe('Failed/Pending/Failed');
  expect(play.started().exited(0).states).toBe('Failed/Succeeded/Failed');
});

test('a stopped container has no exit code, and what its process reports later is not heard', () => {
  const play = new Play().every(1, untilStart).started().after(1, { type: 'stop' });
  expect(play.effects).toEqual([{ type: 'kill', container: 'c0', run: 1, isAwaited: false }]);
  play.exited(143);
  expect(play.states).toBe('Succeeded/Stopped/Succeeded');
  expect(play.container()).toMatchObject({
    state: { state: 'Terminated', detailStatus: 'Container stopped per client request' },
    previousState: { state: 'Running' },
  });
  expect(play.container().state).not.toHaveProperty('exitCode');
});

test('a run that was lost is started again, also when the policy is Never', () => {
  const play = new Play().every(1, untilStart).started();
  play.after(5, { type: 'lost', container: 'c0', run: 1 });
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 2 }]);
  expect(play.container().restartCount).toBe(1);
  expect(play.container().events.at(-1)).toMatchObject({
    name: 'Killing',
    message: 'Killing container 1 (platform initiated).',
  });
});

test('a report of an earlier run changes nothing', () => {
  const play = new Play().every(1, untilStart).started();
  play.after(5, { type: 'lost', container: 'c0', run: 1 });
  const before = play.group;
  const at = new Date(start);
  play.after(0, { type: 'exited', container: 'c0', run: 1, exitCode: 9, at, outOfMemory: false });
  expect(play.group).toEqual(before);
});

test.each<[string, string]>([
  ['stuckPending', 'Pending/Pending/Pending'],
  ['stuckCreating', 'Creating/Pending/Creating'],
  ['pullFail', 'Creating/Pending/Creating'],
  ['capacity', 'Failed/Pending/Failed'],
])('a group that is to be %s stays so', (lifecycle, states) => {
  const play = new Play({ lifecycle }).after(600);
  expect(play.states).toBe(states);
  expect(play.effects).toEqual([]);
});

test('a group without capacity says so in its operation', () => {
  const { operation } = new Play({ lifecycle: 'capacity' }).after(600).group;
  expect(operation.error?.message).toContain('The requested resource is not available');
  expect(operation.events).toMatchObject([{ name: 'InsufficientCapacity.' }]);
});
