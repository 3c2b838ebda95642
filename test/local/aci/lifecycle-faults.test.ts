import { expect, test } from '@jest/globals';
import { nextTick } from '../../../local/aci/model/transition.ts';
import { Play } from './support/play.ts';

/** Pending 4 s, Creating 3 s, a pull of 3 s per image, 2 s to start. */
const untilStart = 12;

const running = (options: ConstructorParameters<typeof Play>[0]): Play =>
  new Play(options).every(1, untilStart).started();

test('pulls fail as often as asked, and then work', () => {
  const play = new Play({ lifecycle: 'pullFail:times=2' }).every(1, 7 + 3 + 10 + 3 + 20 + 3 + 2);
  expect(play.eventsOf()).toEqual(['Pulling', 'Failed', 'BackOff', 'Pulled']);
  expect(play.effects).toMatchObject([{ type: 'start' }]);
});

test('a pull is as slow as asked', () => {
  const play = new Play({ lifecycle: 'pullSlow:seconds=90' }).every(1, untilStart + 87);
  expect(play.eventsOf()).toEqual(['Pulling']);
  expect(play.every(1, 3).effects).toMatchObject([{ type: 'start' }]);
});

test('volumes fail as often as asked, before the backend is asked at all', () => {
  const play = new Play({ lifecycle: 'mountFail:times=2', answers: [] }).every(1, 33);
  expect(play.effects).toEqual([]);
  expect(play.group.events).toMatchObject([
    { name: 'FailedMount', message: 'Output: mount error(2): Permission denied', count: 2 },
  ]);
  expect(play.after(1).effects).toEqual([{ type: 'prepare', operation: 'op' }]);
});

test('an image that is to be missing later is never pulled', () => {
  const play = new Play({ lifecycle: 'imageMissing:at=later' }).every(1, 100);
  expect(play.eventsOf()).toEqual(['Pulling', 'Failed', 'BackOff']);
  expect(play.states).toBe('Creating/Pending/Creating');
});

test('containers that are stuck stay Waiting until provisioning has failed', () => {
  const play = new Play({ lifecycle: 'stuckWaiting' }).every(1, 60);
  expect(play.eventsOf()).toEqual(['Pulling', 'Pulled']);
  expect(play.container().state.state).toBe('Waiting');
  expect(play.after(1740).states).toBe('Failed/Pending/Failed');
  expect(nextTick(play.group)).toBeUndefined();
});

test('provisioning may fail, and the containers run all the same', () => {
  const play = running({ lifecycle: 'provisioningFailed' });
  expect(play.states).toBe('Failed/Running/Failed');
  expect(play.exited(0).states).toBe('Failed/Succeeded/Failed');
});

test('a group becomes Unhealthy, is Repairing, and then runs on another address', () => {
  const play = running({ lifecycle: 'unhealthy:afterSeconds=60,repairSeconds=10' });
  const seen = [play.after(60).states];
  seen.push(play.after(5).states);
  expect(play.effects).toEqual([{ type: 'kill', container: 'c0', run: 1, isAwaited: true }]);
  seen.push(play.killed().states);
  expect(play.container().state.state).toBe('Waiting');
  play.after(5);
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 2 }]);
  seen.push(play.started().states);
  expect(seen).toEqual([
    'Unhealthy/Running/Succeeded',
    'Repairing/Running/Succeeded',
    'Repairing/Running/Succeeded',
    'Succeeded/Running/Succeeded',
  ]);
  expect(play.container()).toMatchObject({ restartCount: 1, previousState: { exitCode: 7147 } });
  expect(play.group.shared.moves).toBe(1);
});

test('a Spot group that is evicted waits, and then runs from the start, init containers and all', () => {
  const play = new Play({
    initImages: ['a'],
    lifecycle: 'spotEvict:afterSeconds=10,waitSeconds=1800',
  });
  play.every(1, 10).started('i0').exited(0, 'i0').after(2).started();
  play.after(10);
  expect(play.effects).toEqual([{ type: 'kill', container: 'c0', run: 1, isAwaited: false }]);
  expect(play.container()).toMatchObject({ restartCount: 1, state: { state: 'Waiting' } });
  expect(play.states).toBe('Succeeded/Pending/Succeeded');
  expect(play.every(1, 1799).effects).toEqual([]);
  expect(play.every(1, 4).container('i0').run).toBe(2);
  expect(play.started('i0').exited(0, 'i0').after(2).started().states).toBe(
    'Succeeded/Running/Succeeded',
  );
  expect(play.container().run).toBe(2);
});

test.each([
  ['platformKill', 7147],
  ['platformKill:exitCode=7148', 7148],
])('a container that %s hits runs again, although it is never restarted', (lifecycle, exitCode) => {
  const play = running({ lifecycle });
  expect(play.effects).toEqual([{ type: 'kill', container: 'c0', run: 1, isAwaited: true }]);
  play.killed();
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 2 }]);
  expect(play.container()).toMatchObject({ restartCount: 1, previousState: { exitCode } });
  expect(play.container().events.at(-1)).toMatchObject({
    name: 'Killing',
    message: 'Killing container 1 (platform initiated).',
  });
  expect(play.started().exited(0).states).toBe('Succeeded/Succeeded/Succeeded');
});

test('a container that runs out of memory has exit code 137, and is restarted by its policy', () => {
  const never = running({ lifecycle: 'oom:afterSeconds=5' }).after(5).killed();
  const always = running({ lifecycle: 'oom:afterSeconds=5', policy: 'Always' }).after(5).killed();
  const end = { state: 'Terminated', exitCode: 137, detailStatus: 'OOMKilled' };
  expect(never.container().state).toMatchObject(end);
  expect(never.states).toBe('Succeeded/Failed/Succeeded');
  expect(always.container().previousState).toMatchObject(end);
  expect(always.effects).toMatchObject([{ type: 'start' }]);
});

test('a duplicate run comes after the end of the first, once', () => {
  const play = running({ lifecycle: 'duplicateStart' }).exited(0);
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 2 }]);
  expect(play.states).toBe('Succeeded/Running/Succeeded');
  expect(play.started().exited(0).effects).toEqual([]);
  expect(play.states).toBe('Succeeded/Succeeded/Succeeded');
});

test('what was in store for a group that is over does not happen', () => {
  const play = running({ lifecycle: 'platformKill:afterSeconds=60' }).exited(0);
  expect(nextTick(play.group)).toBeUndefined();
  expect(play.after(3600).effects).toEqual([]);
});

test('the platform restarts what failed as often as it is told, in spite of policy Never', () => {
  const play = running({ platformRestarts: 2 });
  const seen = [1, 2, 3].map(() => {
    play.exited(1);
    const { state } = play.container().state;
    if (state === 'Waiting') play.after(10).started();
    return state;
  });
  expect(seen).toEqual(['Waiting', 'Waiting', 'Terminated']);
  expect(running({ platformRestarts: 2 }).exited(0).states).toBe('Succeeded/Succeeded/Succeeded');
});
