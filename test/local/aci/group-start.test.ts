import { expect, test } from '@jest/globals';
import { nextTick } from '../../../local/aci/model/transition.ts';
import { timings } from '../../../local/aci/model/timing.ts';
import { Play, start } from './support/play.ts';

const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
const secondsToNextTick = ({ group, now }: Play): number =>
  ((nextTick(group)?.getTime() ?? Infinity) - now) / 1000;

test('nothing is pulled before what the containers share is made', () => {
  const play = new Play({ answers: [] }).every(1, 60);
  expect(play.states).toBe('Creating/Pending/Creating');
  expect(play.eventsOf()).toEqual([]);
  play.after(0, { type: 'prepared', operation: 'op', ipAddress: '127.0.0.1' });
  expect(play.effects).toEqual([{ type: 'pull', operation: 'op', image: 'a' }]);
  expect(play.container().events).toMatchObject([{ name: 'Pulling', firstTimestamp: at(60) }]);
});

test('a volume that can not be mounted is tried again later and later, and the group stays as it is', () => {
  const play = new Play({ answers: [] }).every(1, 4);
  const waits = [10, 20, 40, 80, 160, 300, 300].map((wait) => {
    play.after(0, { type: 'mountFailed', operation: 'op', message: 'Output: mount error(2)' });
    const early = play.after(wait - 0.001).effects.length;
    return { wait, early, late: play.after(0.001).effects };
  });
  const prepare = [{ type: 'prepare', operation: 'op' }];
  expect(waits).toEqual(waits.map(({ wait }) => ({ wait, early: 0, late: prepare })));
  expect(play.states).toBe('Creating/Pending/Creating');
  expect(play.group.events).toMatchObject([
    { name: 'FailedMount', message: 'Output: mount error(2)', type: 'Warning', count: 7 },
  ]);
});

test('what can never be prepared fails the provisioning by its reason', () => {
  const play = new Play({ answers: [] }).every(1, 4);
  play.after(0, { type: 'prepareFailed', operation: 'op', message: 'no Windows here' });
  expect(play.states).toBe('Failed/Pending/Failed');
  expect(play.container().state.state).toBe('Waiting');
  expect(play.group.operation.error).toEqual({ code: 'Failed', message: 'no Windows here' });
  expect(nextTick(play.group)).toBeUndefined();
});

test('a pull lasts as long as the backend takes, and says so', () => {
  const play = new Play({ answers: ['prepare'] }).every(1, 40);
  play.after(0, { type: 'pulled', operation: 'op', image: 'a', sizeBytes: 0 });
  expect(play.container().events.at(-1)).toMatchObject({
    name: 'Pulled',
    message: 'Successfully pulled image "a" in 33s',
  });
});

test('the emulated time of a pull grows with the size of the image', () => {
  const play = new Play({ answers: ['prepare'] }).every(1, 7);
  play.after(0, { type: 'pulled', operation: 'op', image: 'a', sizeBytes: 300e6 });
  expect(secondsToNextTick(play)).toBe(13);
});

test('an image that is not to be had is tried again with a back-off, until it is', () => {
  const play = new Play({ answers: ['prepare'] }).every(1, 7);
  for (const wait of [10, 20, 40]) {
    play.after(3, { type: 'pullFailed', operation: 'op', image: 'a', message: 'x' });
    expect(secondsToNextTick(play)).toBe(wait);
    play.after(wait);
    expect(play.effects).toEqual([{ type: 'pull', operation: 'op', image: 'a' }]);
  }
  expect(play.container().events).toMatchObject([
    { name: 'Pulling', count: 4 },
    { name: 'Failed', count: 3, message: 'Failed to pull image "a": x', type: 'Warning' },
    { name: 'BackOff', count: 3, message: 'Back-off pulling image "a"', type: 'Warning' },
  ]);
  play.after(3, { type: 'pulled', operation: 'op', image: 'a', sizeBytes: 0 }).after(2);
  expect(play.effects).toMatchObject([{ type: 'start', container: 'c0' }]);
});

test('a report about an earlier deployment changes nothing', () => {
  const play = new Play({ answers: [] }).every(1, 4);
  const before = play.group;
  play.after(0, { type: 'prepared', operation: 'earlier', ipAddress: '127.0.0.1' });
  expect(play.group).toEqual(before);
});

test('init containers run one after the other, and the containers when all have succeeded', () => {
  const play = new Play({ initImages: ['a', 'b'], images: ['c', 'c'] }).every(1, 7 + 9);
  const seen = [play.effects];
  seen.push(play.started('i0').effects, play.exited(0, 'i0').effects);
  seen.push(play.started('i1').exited(0, 'i1').after(2).effects);
  const starts = (...containers: string[]) =>
    containers.map((container) => ({ type: 'start', container, run: 1 }));
  expect(seen).toEqual([starts('i0'), [], starts('i1'), starts('c0', 'c1')]);
  expect(play.states).toBe('Creating/Pending/Creating');
  expect(play.started('c0').started('c1').states).toBe('Succeeded/Running/Succeeded');
});

test('a group that is never restarted has failed when one of its init containers has', () => {
  const play = new Play({ initImages: ['a'] }).every(1, 12).started('i0').exited(4, 'i0');
  expect(play.states).toBe('Failed/Failed/Failed');
  expect(play.container('i0').state).toMatchObject({ state: 'Terminated', exitCode: 4 });
  expect(play.container('c0').state.state).toBe('Waiting');
  expect(play.group.operation.error?.message).toContain("Init container 'i0'");
  expect(nextTick(play.group)).toBeUndefined();
});

test.each(['Always', 'OnFailure'])('with policy %s an init container is tried again', (policy) => {
  const play = new Play({ initImages: ['a'], policy }).every(1, 12);
  play.started('i0').exited(1, 'i0');
  expect(play.effects).toEqual([{ type: 'start', container: 'i0', run: 2 }]);
  play.started('i0').exited(1, 'i0');
  expect(play.effects).toEqual([]);
  expect(play.after(10).effects).toEqual([{ type: 'start', container: 'i0', run: 3 }]);
  play.started('i0').exited(0, 'i0').after(2);
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 1 }]);
  expect(play.container('i0').restartCount).toBe(2);
});

test('a group in a virtual network takes half a minute longer', () => {
  const play = new Play({ properties: { subnetIds: [{ id: 'x' }] } }).every(1, 12 + 29);
  expect(play.effects).toEqual([]);
  expect(play.after(1).effects).toHaveLength(1);
});

test('with no emulated time a group starts as soon as the backend has prepared', () => {
  const play = new Play({ timing: timings.instant }).after(0);
  expect(play.effects).toEqual([{ type: 'start', container: 'c0', run: 1 }]);
});

test('after a restart of the emulator what nobody waits for any more is asked for again', () => {
  const play = new Play({ answers: [] }).every(1, 4);
  expect(play.after(0, { type: 'resume' }).effects).toEqual([{ type: 'prepare', operation: 'op' }]);
  play.after(3, { type: 'prepared', operation: 'op', ipAddress: '127.0.0.1' });
  expect(play.after(0, { type: 'resume' }).effects).toEqual([
    { type: 'prepare', operation: 'op' },
    { type: 'pull', operation: 'op', image: 'a' },
  ]);
});
