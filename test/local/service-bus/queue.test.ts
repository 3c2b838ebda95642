import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BinaryHeap } from '../../../local/service-bus/queue/binary-heap.ts';
import { effectiveTimeToLive } from '../../../local/service-bus/queue/queue-rules.ts';
import { Turns } from '../../../local/service-bus/queue/turns.ts';
import { GroupCommit } from '../../../local/service-bus/store/group-commit.ts';
import { VirtualClock } from '../../../local/support/clock.ts';

test('a heap gives what was put into it in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, second) => {
      const heap = new BinaryHeap<number>((item) => item);
      for (const item of first) heap.push(item);
      heap.retain((item) => item % 2 === 0);
      for (const item of second) heap.push(item);
      const expected = [...first.filter((item) => item % 2 === 0), ...second];
      const taken: unknown[] = [];
      while (heap.size > 0) taken.push(heap.pop());
      expect(taken).toEqual(expected.sort((a, b) => a - b));
    }),
  );
});

test('everybody has a turn, and who can not is passed over', () => {
  const turns = new Turns<string>();
  for (const one of ['a', 'b', 'c']) turns.add(one);
  const next = (): string | undefined => turns.next((one) => one !== 'b');
  expect([next(), next(), next()]).toEqual(['a', 'c', 'a']);
  turns.remove('a');
  turns.remove('c');
  expect(next()).toBeUndefined();
});

describe('the time to live', () => {
  const rules = {
    lockDuration: 1,
    maxDeliveryCount: 1,
    deadLetteringOnMessageExpiration: false,
    isDeadLetterQueue: false,
  };
  test.each([
    [undefined, undefined, undefined],
    [undefined, 10, 10],
    [5, undefined, 5],
    [5, 10, 5],
    [50, 10, 10],
  ])('asked %s in a queue of %s is %s', (asked, defaultTimeToLive, effective) => {
    expect(effectiveTimeToLive(asked, { ...rules, defaultTimeToLive })).toBe(effective);
  });
});

describe('a group commit', () => {
  const remove = (sequence: number) => ({ kind: 'remove' as const, queue: 1, sequence });

  test('writes all that is asked for in one turn at once, and says so then', async () => {
    const commits: number[] = [];
    const store = { commit: (changes: readonly unknown[]) => commits.push(changes.length) };
    const clock = new VirtualClock();
    const group = new GroupCommit({ store, clock, onFailure: () => undefined });
    const both = [group.write([remove(1)]), group.write([remove(2), remove(3)])];
    expect(commits).toEqual([]);
    await Promise.all(both);
    expect(commits).toEqual([3]);
  });

  test('that fails tells everybody who waits, and ends the broker', async () => {
    const full = new Error('the disk is full');
    const store = {
      commit: () => {
        throw full;
      },
    };
    const failures: Error[] = [];
    const group = new GroupCommit({
      store,
      clock: new VirtualClock(),
      onFailure: (error) => failures.push(error),
    });
    const results = await Promise.allSettled([group.write([remove(1)]), group.write([remove(2)])]);
    expect(results).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(failures).toEqual([full]);
  });
});
