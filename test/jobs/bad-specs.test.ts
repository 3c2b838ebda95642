import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGroupPlan } from '../../jobs/make-group-plan.ts';
import { planOf } from '../../jobs/plan.ts';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { allowingAll, target } from '../support/job-world.ts';
import { turnedSpec } from './support/turned-specs.ts';

describe('2,000 specs that went wrong somewhere', () => {
  test('are each refused with a path for every error, or can be planned', () => {
    const count = { refused: 0, planned: 0 };
    fc.assert(
      fc.property(turnedSpec, (spec) => {
        const parsed = parseJobSpec(spec);
        if (parsed.ok) {
          count.planned += 1;
          planTask(parsed.spec);
          return;
        }
        count.refused += 1;
        expect(parsed.errors.length).toBeGreaterThan(0);
        const isWhole = typeof spec !== 'object' || spec === null || Array.isArray(spec);
        for (const { path, message } of parsed.errors) {
          expect(message).not.toBe('');
          expect(path !== '' || isWhole || /^and \d+ more errors$/.test(message)).toBe(true);
        }
      }),
      { numRuns: 2_000, seed: 20_260_101 },
    );
    expect(count.refused).toBeGreaterThan(1_000);
    expect(count.planned).toBeGreaterThan(20);
  });
});

/** What was accepted is stored, read and planned without an error. */
function planTask(spec: Parameters<typeof planOf>[0]): void {
  const stored: unknown = JSON.parse(JSON.stringify(spec));
  expect(parseJobSpec(stored)).toEqual({ ok: true, spec: stored });
  if (!spec.group) return;
  const { plan } = { plan: undefined, ...planOf({ ...spec, target: undefined }, 1, allowingAll) };
  if (!plan) throw new Error('It was not planned.');
  const group = makeGroupPlan({
    plan,
    attempt: { jobId: 'j', task: 0, attempt: 1, target },
    grants: { inputUrls: [], outputUrl: 'https://out' },
    owner: 'me',
    leaseUntil: new Date(0),
  });
  expect(group.containers.length).toBeGreaterThan(0);
}
