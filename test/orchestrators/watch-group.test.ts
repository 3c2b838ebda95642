import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstWatch } from '../../jobs/watch.ts';
import { ActionType, EventType } from '../support/history.ts';
import { target } from '../support/job-world.ts';
import { afterWake, early, type Played, play, wake } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';
import { tenTurns } from '../support/ten-turns.ts';

const run = { jobId: 'j', task: 0, attempt: 1, target, deadline: '2026-01-01T01:00:00.000Z' };
const start = firstWatch(
  { ...run, provisioningTimeoutSeconds: 600 },
  new Date('2026-01-01T00:00:00Z'),
);
const reading = (group: object, cancelRequested = false) => ({ group, cancelRequested });
const running = reading({ state: 'running' });
const pending = reading({ state: 'pending', events: [] });
const absent = reading({ state: 'absent' });
const ended = { state: 'ended', containers: [{ name: 'c', exitCode: 0, detailStatus: '' }] };
const exited = reading(ended);
const over = { end: 'over', group: ended };
const timersOf = (played: Played) =>
  played.actions.filter(({ actionType }) => actionType === ActionType.CreateTimer);
const nextInputOf = (played: Played) =>
  played.actions.find(({ actionType }) => actionType === ActionType.ContinueAsNew)?.input;

const words: Readonly<Record<number, string>> = {
  [EventType.TaskScheduled]: 'read',
  [EventType.TimerCreated]: 'wait',
  [EventType.TimerFired]: 'fired',
  [EventType.EventRaised]: 'wake',
};
const storyOf = (played: Played) =>
  played.history.flatMap((event) => words[event.EventType] ?? []).join(' ');

beforeAll(() => {
  registerOrchestrators();
});

describe('watchGroup', () => {
  test('reads until the group has exited, and says how', async () => {
    const watch = await play('watchGroup', start, { readGroup: [running, running, exited] });
    expect(watch.output).toEqual(over);
    expect(storyOf(watch)).toBe('read wait fired read wait fired read');
  });

  test('behind a push it is told to ask Azure at once only when there is something to ask', async () => {
    const pushed = { ...start, pace: { reporters: 1 } };
    const watch = await play('watchGroup', pushed, { readGroup: [pending, running, exited] });
    const looks = watch.actions.filter(({ functionName }) => functionName === 'readGroup');
    expect(looks.map(({ input }) => input)).toEqual([
      expect.objectContaining({ reporters: 1, isNew: true }),
      expect.not.objectContaining({ isNew: true }),
      expect.not.objectContaining({ isNew: true }),
    ]);
  });

  test('an overdue group that still runs has timed out', async () => {
    const late = { ...start, started: true, polls: 20, deadline: '2026-01-01T00:00:05.000Z' };
    const watch = await play('watchGroup', late, { readGroup: [running, running, running] });
    expect(watch.output).toEqual({ end: 'timedOut', group: running.group });
    expect(timersOf(watch).at(-1)).toMatchObject({ fireAt: '2026-01-01T00:00:05.000Z' });
  });

  test('a timer that fires before the deadline it was set to only makes for one more turn', async () => {
    const late = { ...start, deadline: '2026-01-01T00:00:05.000Z' };
    const watch = await play('watchGroup', late, {
      readGroup: [running, running, running, running],
      timer: ['fires', early],
    });
    expect(watch.output).toEqual({ end: 'timedOut', group: running.group });
    expect(storyOf(watch)).toBe('read wait fired read wait fired read wait fired read');
  });

  test('after 10 turns it continues as new, with its whole state', async () => {
    const watch = await play('watchGroup', start, { readGroup: Array<unknown>(10).fill(running) });
    expect(timersOf(watch)).toHaveLength(10);
    expect(nextInputOf(watch)).toEqual({ ...start, started: true, polls: 10 });
  });

  test('a wake cuts the wait short: the timer is cancelled and the next read comes at once', async () => {
    const watch = await play('watchGroup', start, {
      readGroup: [running, running, running, running, exited],
      timer: [wake, wake, 'fires', wake],
    });
    expect(storyOf(watch)).toBe(
      'read wait wake read wait wake read wait fired read wait wake read',
    );
    expect(timersOf(watch).map(({ isCanceled }) => isCanceled)).toEqual([true, true, false, true]);
    expect(watch.output).toEqual(over);
  });

  test.each([
    ['the first read', [afterWake(running), exited], 'read wake read'],
    ['a later read', [running, afterWake(running), exited], 'read wait fired read wake read'],
    ['the last read', [afterWake(exited)], 'read wake'],
  ])('a wake during %s is not lost: nothing is waited for', async (_, readGroup, story) => {
    const watch = await play('watchGroup', start, { readGroup });
    expect(storyOf(watch)).toBe(story);
    expect(watch.output).toEqual(over);
  });

  test('a wake during the read that another wake brought on is not lost', async () => {
    const watch = await play('watchGroup', start, {
      readGroup: [running, running, afterWake(running), exited],
      timer: ['fires', wake],
    });
    expect(storyOf(watch)).toBe('read wait fired read wait wake read wake read');
  });

  test('a wake and the timer in one episode count as a wake', async () => {
    const watch = await play('watchGroup', start, {
      readGroup: [running, running, exited],
      timer: [afterWake('fires'), 'fires'],
    });
    expect(storyOf(watch)).toBe('read wait wake fired read wait fired read');
  });

  test('two wakes during one read count as one or two', async () => {
    const twice = afterWake(afterWake(running));
    const two = await play('watchGroup', start, { readGroup: [twice, running, exited] });
    expect(storyOf(two)).toBe('read wake wake read read');
    const one = await play('watchGroup', start, { readGroup: [running, twice, running, exited] });
    expect(storyOf(one)).toBe('read wait fired read wake wake read wait fired read');
  });

  test('however wakes fall: ten reads, no wait between a wake and the next read, no timer left', async () => {
    await fc.assert(
      fc.asyncProperty(tenTurns, async (answers) => {
        const watch = await play('watchGroup', start, answers);
        expect(storyOf(watch).match(/read/g)).toHaveLength(10);
        expect(storyOf(watch)).not.toMatch('wake wait');
        const left = timersOf(watch).filter(({ isCanceled }) => isCanceled !== true);
        const firedAt = watch.history.map(({ FireAt }) => FireAt);
        expect(firedAt).toEqual(expect.arrayContaining(left.map(({ fireAt }) => fireAt)));
        expect(nextInputOf(watch)).toEqual({ ...start, started: true, polls: left.length });
      }),
    );
  });

  test('a cancel ends the watch of what runs, not of what has ended', async () => {
    const cancelled = reading({ state: 'running' }, true);
    const first = await play('watchGroup', start, {
      readGroup: [running, cancelled],
      timer: [wake],
    });
    expect(first.output).toEqual({ end: 'cancelled', group: running.group });
    const second = await play('watchGroup', start, { readGroup: [running, reading(ended, true)] });
    expect(second.output).toEqual(over);
  });

  test('a group that has not started in time is stuck; one that runs is not, however late it started', async () => {
    const soon = { ...start, provisioningDeadline: '2026-01-01T00:00:03.000Z' };
    const stuck = await play('watchGroup', soon, { readGroup: [pending, pending, pending] });
    expect(stuck.output).toEqual({ end: 'stuck', group: pending.group });
    const late = await play('watchGroup', soon, { readGroup: [pending, pending, running, exited] });
    expect(late.output).toEqual(over);
  });

  test('a group that is absent is looked for again; when it has been so for 10 seconds it is over', async () => {
    const ghost = await play('watchGroup', start, {
      readGroup: [running, absent, absent, absent, running, absent, exited],
    });
    expect(ghost.output).toEqual(over);
    const lost = await play('watchGroup', start, {
      readGroup: [running, absent, absent, absent, absent],
    });
    expect(lost.output).toEqual({ end: 'over', group: absent.group });
  });

  test('reads that fail are borne, and are counted across executions', async () => {
    const forbidden = new Error('forbidden');
    const borne = await play('watchGroup', start, {
      readGroup: [forbidden, forbidden, running, forbidden, exited],
    });
    expect(borne.output).toEqual(over);
    const ten = play('watchGroup', { ...start, failures: 9 }, { readGroup: [forbidden] });
    await expect(ten).rejects.toThrow('forbidden');
  });
});

test('a container of 10 hours: each execution has a short history, and all state survives', async () => {
  let state: unknown = { ...start, deadline: '2026-01-01T12:00:00.000Z' };
  let at = new Date('2026-01-01T00:00:00Z');
  const sizes: number[] = [];
  while (at.getTime() < new Date('2026-01-01T10:00:00Z').getTime()) {
    const watch = await play('watchGroup', state, { readGroup: Array(10).fill(running) }, at);
    at = new Date(watch.history.at(-1)?.Timestamp ?? NaN);
    sizes.push(watch.history.length);
    state = nextInputOf(watch);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(85);
  expect(sizes.length).toBeLessThan(70);
  const end = await play('watchGroup', state, { readGroup: [exited] }, at);
  expect(end.output).toEqual(over);
});
