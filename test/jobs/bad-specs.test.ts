import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGroupPlan } from '../../jobs/make-group-plan.ts';
import { planOf } from '../../jobs/plan.ts';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { allowingAll, target } from '../support/job-world.ts';
import { everything, exported, secretive } from './support/whole-group.ts';

const specs: readonly unknown[] = [
  { group: everything, labels: { team: 'blue' }, regions: ['westeurope'] },
  { group: secretive },
  { group: exported, fanOut: { items: [1, 2] }, reduce: { group: everything } },
  { workload: 'render', input: { tiles: 2 }, artifacts: { outputPrefix: 'a/' } },
];

type Path = readonly (string | number)[];

/** Every place in a value, the whole among them. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inner];
}

/** The value with something else in one place. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value))
    return value.map((part: unknown, index) => (index === key ? changed(part, rest, to) : part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === key ? changed(part, rest, to) : part,
    ]),
  );
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    '',
    'Always',
    'Windows',
    'Spot',
    -1,
    0,
    1e9,
    22,
    [],
    {},
    [null],
    [[]],
    '\0',
    '../',
  ),
  fc.constant({ __proto__: null, constructor: 1, toString: 'x' }),
  fc.array(fc.constant({ name: 'a', properties: {} }), { maxLength: 70 }),
);

/** One to four wrong turns from a spec that is right. */
const badSpec = fc
  .tuple(
    fc.constantFrom(...specs),
    fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 4 }),
  )
  .map(([spec, turns]) =>
    turns.reduce<unknown>((value, [choice, to]) => {
      const paths = pathsOf(value);
      return changed(value, paths[choice % paths.length] ?? [], to);
    }, spec),
  );

describe('2,000 specs that went wrong somewhere', () => {
  test('are each refused with a path for every error, or can be planned', () => {
    const count = { refused: 0, planned: 0 };
    fc.assert(
      fc.property(badSpec, (spec) => {
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
