import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupNameOf } from '../../jobs/attempt.ts';
import { newJobId } from '../../jobs/job-id.ts';

const uuid = '9B1DEB4D-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const moment = fc.date({
  min: new Date('2026-01-01'),
  max: new Date('2058-01-01'),
  noInvalidDate: true,
});

test('ids sort newest first, and make lower-case group names of at most 63 characters', () => {
  fc.assert(
    fc.property(moment, moment, fc.uuid(), (one, other, random) => {
      const [older, newer] = one < other ? [one, other] : [other, one];
      fc.pre(older < newer);
      const id = newJobId(newer, random);
      expect(id < newJobId(older, random)).toBe(true);
      const name = groupNameOf({ jobId: id, task: 10_000, attempt: 99 });
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/);
    }),
  );
});

test('an id is 16 letters and digits, of which the last 8 are random', () => {
  expect(newJobId(new Date('2026-11-21T11:00:00Z'), uuid)).toMatch(/^[a-z0-9]{8}9b1deb4d$/);
});

test('too little chance is refused', () => {
  expect(() => newJobId(new Date(0), '1-2-3')).toThrow('8 random');
});
