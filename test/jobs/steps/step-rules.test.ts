import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../../jobs/job-spec.ts';

const group = { properties: { containers: [{ name: 'main', properties: { image: 'i' } }] } };
const job = { group };
const step = (name: string, more: object = {}) => ({ name, job, ...more });

/** What is wrong, as `path: message`. */
function errorsOf(spec: unknown): string[] {
  const parsed = parseJobSpec(spec);
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

const reading = (name: string, inputs: unknown[], more: object = {}) =>
  step(name, { job: { ...job, artifacts: { inputs } }, ...more });

describe('the steps of a job', () => {
  test('are jobs, activities and approvals, with their defaults', () => {
    const parsed = parseJobSpec({
      steps: [
        step('a', { compensate: { activity: { name: 'undo', input: [1, null] } } }),
        { name: 'b', approval: {} },
        { name: 'c', dependsOn: [], activity: { name: 'load' } },
        { name: 'd', job: { workload: 'render' } },
      ],
    });
    expect(parsed).toMatchObject({
      ok: true,
      spec: {
        timeout: 'P7D',
        steps: [
          { job: { timeout: 'PT1H' }, compensate: { activity: { input: [1, null] } } },
          { approval: { timeout: 'PT24H', onTimeout: 'reject' } },
          { dependsOn: [], activity: { name: 'load' } },
          { job: { input: { tiles: 6 } } },
        ],
      },
    });
    expect(parseJobSpec({ timeout: 'PT2H', steps: [step('a')] })).toMatchObject({
      spec: { timeout: 'PT2H' },
    });
  });

  test('have names of their own', () => {
    expect(errorsOf({ steps: [step('a'), step('a'), step('A'), step('x'.repeat(21))] })).toEqual([
      expect.stringMatching(/^steps\[2\]\.name: must be 1 to 20 lower-case letters/),
      expect.stringMatching(/^steps\[3\]\.name: must be 1 to 20/),
      'steps[1].name: is the name of another step, too',
    ]);
  });

  test('number 1 to 50', () => {
    expect(errorsOf({ steps: [] })).toEqual(['steps: must not be empty']);
    const many = Array.from({ length: 51 }, (_, n) => step(`n${n}`));
    expect(errorsOf({ steps: many })).toEqual(['steps: has more than 50 steps']);
  });

  test('each do one thing, and are undone by one', () => {
    const steps = [
      { name: 'none' },
      step('two', { activity: { name: 'x' } }),
      step('half', { compensate: {} }),
      { name: 'ask', approval: {}, compensate: { job } },
    ];
    expect(errorsOf({ steps })).toEqual([
      'steps[0]: must have exactly one of job, activity and approval',
      'steps[1]: must have exactly one of job, activity and approval',
      'steps[2].compensate: must have exactly one of job and activity',
      'steps[3].compensate: cannot stand beside approval',
    ]);
  });

  test('depend on each other in no circle', () => {
    const steps = [
      step('a', { dependsOn: ['c'] }),
      step('b', { dependsOn: ['a', 'a', 'nobody'] }),
      step('c', { dependsOn: ['b'] }),
      step('d', { dependsOn: ['d'] }),
    ];
    expect(errorsOf({ steps })).toEqual([
      'steps[0].dependsOn[0]: waits for this step itself: neither would ever begin',
      'steps[1].dependsOn[0]: waits for this step itself: neither would ever begin',
      'steps[1].dependsOn[1]: is named twice',
      'steps[1].dependsOn[2]: is not the name of a step',
      'steps[2].dependsOn[0]: waits for this step itself: neither would ever begin',
      'steps[3].dependsOn[0]: waits for this step itself: neither would ever begin',
    ]);
  });

  test('may depend on later ones; without dependsOn on the one before', () => {
    expect(
      errorsOf({ steps: [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: [] })] }),
    ).toEqual([]);
    expect(errorsOf({ steps: [step('a', { dependsOn: ['b'] }), step('b')] })).toHaveLength(1);
  });
});

describe('what stands beside steps', () => {
  test('is what all of them are told; what belongs to one is refused', () => {
    const shared = {
      name: 'n',
      labels: { a: 'b' },
      regions: ['westeurope'],
      completion: 'push',
      retry: {},
      budget: { usd: 1 },
      keepOnFailure: 'PT1H',
      notify: [{ storageQueue: 'job-notices' }],
    };
    expect(errorsOf({ ...shared, steps: [step('a')] })).toEqual([]);
    const fields = { workload: 'render', input: {}, group, fanOut: { items: [1] }, artifacts: {} };
    expect(errorsOf({ ...fields, steps: [step('a')] })).toEqual(
      ['workload', 'input', 'group', 'fanOut', 'artifacts'].map(
        (field) => `${field}: cannot stand beside steps: it belongs to the job of one`,
      ),
    );
  });
});

describe('the job of a step', () => {
  test('is held to the rules of every job, by its place', () => {
    const wrong = { properties: { containers: [{ name: 'UP', properties: {} }] } };
    const steps = [
      { name: 'a', job: { group: wrong } },
      step('b', { compensate: { job: { group: wrong, notify: [] } } }),
      { name: 'c', job: { workload: 'render', group, input: { tiles: 0 } } },
      { name: 'd', job: {} },
    ];
    expect(errorsOf({ steps })).toEqual([
      expect.stringMatching(/^steps\[0\]\.job\.group\.properties\.containers\[0\]\.name: must be/),
      'steps[0].job.group.properties.containers[0].properties.image: is required',
      expect.stringMatching(/^steps\[1\]\.compensate\.job\.group\.properties.*name: must be/),
      expect.stringMatching(/^steps\[1\]\.compensate\.job\.group\..*image: is required/),
      expect.stringMatching(/^steps\[1\]\.compensate\.job\.notify: is not a field here/),
      'steps[2].job.group: cannot stand beside workload: give one of them',
      expect.stringMatching(/^steps\[2\]\.job\.input\.tiles: must be/),
      'steps[3].job.group: is required, unless a workload or steps are named',
    ]);
  });

  test('is held to the rules about what it is told by the whole', () => {
    const spot = { properties: { ...group.properties, priority: 'Spot' } };
    const steps = [
      { name: 'a', job: { group: spot } },
      { name: 'b', job: { workload: 'render' } },
    ];
    expect(errorsOf({ completion: 'push', regions: ['northeurope'], steps })).toEqual([
      expect.stringMatching(/^steps\[0\]\.job\.regions\[0\]: Spot groups are offered in/),
      'steps[1].job.completion: must be poll: images of workloads have no shim',
    ]);
  });

  test('may have nulls in its group, as az container export prints them', () => {
    expect(errorsOf({ steps: [{ name: 'a', job: { group: { ...group, tags: null } } }] })).toEqual(
      [],
    );
  });

  test('reads what steps before it have written, and no other', () => {
    const steps = [
      step('a'),
      { name: 'ask', approval: {} },
      { name: 'act', activity: { name: 'x' } },
      reading('b', [
        { step: 'a', blob: 'data.csv' },
        { step: 'a' },
        { step: 'act' },
        { step: 'ask' },
        { step: 'act', blob: 'x' },
        { step: 'later' },
        { step: 'nobody' },
        { step: 'b' },
        { step: 'a', blob: '../x' },
        { step: 'a', blob: '/x' },
        'http://x',
      ]),
      step('later'),
    ];
    const at = (index: number) => `steps[3].job.artifacts.inputs[${index}]`;
    expect(errorsOf({ steps })).toEqual([
      expect.stringContaining(`${at(8)}.blob: must be a relative path`),
      expect.stringContaining(`${at(9)}.blob: must be a relative path`),
      expect.stringContaining(`${at(10)}: must be the https URL of a blob`),
      `${at(3)}.step: is an approval, which writes nothing`,
      `${at(4)}.blob: must be left out: an activity has its result and writes no blobs`,
      `${at(5)}.step: is no step that is over before: name it in dependsOn`,
      `${at(6)}.step: is not the name of a step`,
      `${at(7)}.step: is no step that is over before: name it in dependsOn`,
    ]);
  });

  test('which undoes another may read what that has written', () => {
    const inputs = [{ step: 'a', blob: 'x' }];
    const compensate = { job: { ...job, artifacts: { inputs } } };
    expect(errorsOf({ steps: [step('a', { compensate })] })).toEqual([]);
    expect(errorsOf({ steps: [step('b', { compensate }), step('a')] })).toEqual([
      'steps[0].compensate.job.artifacts.inputs[0].step: is no step that is over before: name it in dependsOn',
    ]);
  });

  test('names the blob that it reads of items, which have no result in common', () => {
    const many = { name: 'many', job: { group, fanOut: { items: [1, 2] } } };
    const reduced = { name: 'reduced', job: { ...many.job, reduce: { group } } };
    expect(
      errorsOf({ steps: [many, reduced, reading('b', [{ step: 'many' }, { step: 'reduced' }])] }),
    ).toEqual([
      'steps[2].job.artifacts.inputs[0].blob: is required: the items of that step have no result in common',
    ]);
  });
});

describe('an activity', () => {
  test('gets at most 64 KB', () => {
    const of = (input: unknown) => ({ steps: [{ name: 'a', activity: { name: 'x', input } }] });
    expect(errorsOf(of('x'.repeat(65_534)))).toEqual([]);
    expect(errorsOf(of('x'.repeat(65_535)))).toEqual([
      'steps[0].activity.input: must be a JSON value of at most 65536 bytes',
    ]);
  });
});

test.each([1, 'x', [1], [null], [{ job: 1 }], [{ compensate: 1, dependsOn: 1, name: [] }], {}])(
  'whatever else is there, it is refused and nothing breaks: %j',
  (steps) => {
    expect(errorsOf({ steps }).length).toBeGreaterThan(0);
  },
);
