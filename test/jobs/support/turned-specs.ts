import fc from 'fast-check';
import { everything, exported, secretive } from './whole-group.ts';

const small = { properties: { containers: [{ name: 'a', properties: { image: 'i' } }] } };

/** Specs that are right, with every part that a spec may have. */
export const specs: readonly unknown[] = [
  { group: everything, labels: { team: 'blue' }, regions: ['westeurope'] },
  { group: secretive },
  { group: exported, fanOut: { items: [1, 2] }, reduce: { group: everything } },
  { workload: 'render', input: { tiles: 2 }, artifacts: { outputPrefix: 'a/' } },
  {
    budget: { usd: 1 },
    steps: [
      { name: 'a', job: { group: small }, compensate: { activity: { name: 'undo' } } },
      { name: 'b', approval: { timeout: 'PT1H', onTimeout: 'approve' } },
      { name: 'c', activity: { name: 'load', input: { x: [1, null] } }, dependsOn: ['a'] },
      {
        name: 'd',
        dependsOn: ['b', 'c'],
        job: {
          workload: 'render',
          artifacts: { outputPrefix: 'a/' },
        },
        compensate: {
          job: {
            group: small,
            artifacts: { inputs: [{ step: 'd', blob: 'x/y' }, { step: 'c' }] },
          },
        },
      },
    ],
  },
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

/** One to four wrong turns from a spec that is right; a few of them lead to another that is. */
export const turnedSpec = fc
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
