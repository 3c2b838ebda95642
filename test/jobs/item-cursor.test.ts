import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type EndedItem,
  giveItem,
  isAllOver,
  type ItemCursor,
  newCursor,
} from '../../jobs/item-cursor.ts';
import type { TaskEnd } from '../../jobs/runs.ts';

const succeeded: TaskEnd = { outcome: { status: 'succeeded' }, cleanup: 'deleted' };
const failed: TaskEnd = {
  outcome: { status: 'failed', class: 'container-exit', exitCode: 3, message: 'x' },
  cleanup: 'deleted',
};
const after = (position: number, end: TaskEnd): EndedItem => ({ position, task: position, end });
const ask = (cursor: ItemCursor, lane: number, ended?: EndedItem, stopsAbove?: number) =>
  giveItem(cursor, {
    lane,
    itemCount: 4,
    ...(ended && { ended }),
    ...(stopsAbove !== undefined && { stopsAbove }),
  });

describe('the cursor of a job’s items', () => {
  test('gives each lane the next item, and none when there are no more', () => {
    let cursor = newCursor;
    const given = [0, 1, 2, 3, 4].map((lane) => {
      const answer = ask(cursor, lane);
      ({ cursor } = answer);
      return answer.given;
    });
    expect(given).toEqual([{ position: 0 }, { position: 1 }, { position: 2 }, { position: 3 }, {}]);
  });

  test('gives a lane that has an item and gives no account of it that item again', () => {
    const { cursor } = ask(newCursor, 1);
    expect(ask(cursor, 1).given).toEqual({ position: 0, isTakenUp: true });
  });

  test('counts an account once, and none of what the lane has not', () => {
    const { cursor } = ask(newCursor, 1);
    const once = ask(cursor, 1, after(0, succeeded)).cursor;
    expect(once.account.succeeded).toBe(1);
    expect(ask(once, 1, after(0, succeeded)).cursor.account.succeeded).toBe(1);
    expect(ask(cursor, 2, after(0, succeeded)).cursor.account.succeeded).toBe(0);
  });

  test.each([
    [0, false],
    [1, true],
    [undefined, true],
  ])('with %j failures allowed, one failure lets it go on: %j', (stopsAbove, goesOn) => {
    const { cursor } = ask(newCursor, 1);
    const { given } = ask(cursor, 1, after(0, failed), stopsAbove);
    expect(given).toEqual(goesOn ? { position: 1 } : {});
  });

  test.each<TaskEnd>([
    { ...succeeded, stop: 'cancelled' },
    { outcome: { status: 'timedOut' }, cleanup: 'deleted' },
    { outcome: { status: 'skipped' }, cleanup: 'deleted', stop: 'itemFailed' },
  ])('gives nobody anything after %j', (end) => {
    const { cursor } = ask(newCursor, 1);
    const stopped = ask(cursor, 1, after(0, end)).cursor;
    expect(ask(stopped, 2).given).toEqual({});
    expect(isAllOver(stopped, 4)).toBe(true);
  });

  test('is not over while a lane has an item', () => {
    const { cursor } = ask(newCursor, 1);
    expect(isAllOver({ ...cursor, next: 4 }, 4)).toBe(false);
  });

  test('however lanes ask and die, each item is given once anew and counted once', () => {
    const asks = fc.array(fc.record({ lane: fc.nat(3), dies: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(asks, (requests) => {
        let cursor = newCursor;
        const has = new Map<number, number>();
        const fresh: number[] = [];
        for (const { lane, dies } of requests) {
          const position = has.get(lane);
          const ended = position === undefined || dies ? undefined : after(position, succeeded);
          const answer = ask(cursor, lane, ended);
          ({ cursor } = answer);
          const { given } = answer;
          if (given.position === undefined) has.delete(lane);
          else has.set(lane, given.position);
          if (given.position !== undefined && !given.isTakenUp) fresh.push(given.position);
        }
        expect(fresh).toEqual(fresh.map((_, index) => index));
        expect(cursor.account.succeeded + Object.keys(cursor.held).length).toBe(fresh.length);
      }),
    );
  });
});
