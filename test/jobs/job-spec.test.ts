import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJobSpec } from '../../jobs/job-spec.ts';

const container = (properties: object = {}, name = 'main') => ({
  name,
  properties: { image: 'alpine:3', ...properties },
});
const groupOf = (...containers: unknown[]) => ({ properties: { containers } });
const valid = { group: groupOf(container()) };
const fanOut = (items: unknown) => ({ ...valid, fanOut: { items } });

function errorsOf(value: unknown): string[] {
  const parsed = parseJobSpec(value);
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

describe('parseJobSpec', () => {
  test('fills in defaults', () => {
    expect(parseJobSpec(valid)).toEqual({
      ok: true,
      spec: {
        group: {
          properties: {
            containers: [container({ resources: { requests: { cpu: 1, memoryInGB: 1.5 } } })],
            osType: 'Linux',
            restartPolicy: 'Never',
          },
        },
        timeout: 'PT1H',
        provisioningTimeout: 'PT10M',
        completion: 'poll',
      },
    });
  });

  test('fills in the defaults of a workload’s input', () => {
    expect(parseJobSpec({ workload: 'render', input: { tiles: 2 } })).toMatchObject({
      spec: { input: { scene: 'spheres', tiles: 2, maxParallel: 3 } },
    });
  });

  test('takes what it gave: a parsed spec parses to itself', () => {
    const all = {
      ...fanOut({ from: 1, to: 3 }),
      name: 'nightly',
      labels: { team: 'blue' },
      reduce: { group: groupOf(container()) },
      artifacts: { inputs: ['https://a.blob.example/c/x.json'], outputPrefix: 'a/b/' },
      regions: ['westeurope'],
    };
    const once = parseJobSpec(all);
    expect(once).toMatchObject({ ok: true });
    expect(parseJobSpec(once.ok && once.spec)).toEqual(once);
  });

  test('lists every wrong field at once, by its path', () => {
    const wrong = {
      labels: { 'a b': '1' },
      group: {
        properties: {
          containers: [{ name: 'A', properties: { image: 'x y', command: 'sh', ports: [{}] } }],
          restartPolicy: 'Always',
        },
      },
      fanOut: { items: [1], maxParallel: 0 },
      timeout: '1h',
      regions: [],
      retry: { maxAttempts: 0 },
    };
    expect(errorsOf(wrong).map((text) => text.split(':')[0])).toEqual([
      'labels.a b',
      'group.properties.containers[0].name',
      'group.properties.containers[0].properties.image',
      'group.properties.containers[0].properties.command',
      'group.properties.containers[0].properties.ports[0].port',
      'group.properties.restartPolicy',
      'fanOut.maxParallel',
      'regions',
      'timeout',
      'retry.maxAttempts',
    ]);
  });

  test.each([
    [{}, ['group: is required, unless a workload or steps are named']],
    [null, [': must be an object']],
    ['{}', [': must be an object']],
    [[valid], [': must be an object']],
    [{ workload: 'x', input: {} }, ['workload: must be sentiment or render']],
    [{ workload: 'sentiment' }, ['input.blobUrl: is required']],
    [
      { workload: 'render', input: { tiles: 0, color: 1 } },
      [
        'input.tiles: must be at least 1',
        'input.color: is not a field here, or is not supported yet',
      ],
    ],
    [
      { workload: 'render', ...valid, input: {} },
      ['group: cannot stand beside workload: give one of them'],
    ],
    [
      { workload: 'render', fanOut: { items: [1] } },
      ['fanOut: cannot stand beside workload, which brings its own'],
    ],
    [
      { workload: 'render', artifacts: { inputs: ['https://a.blob.example/c/x'] } },
      ['artifacts.inputs: cannot stand beside workload, which brings its own'],
    ],
    [{ ...valid, input: {} }, ['input: belongs to a workload; none is named']],
    [
      { ...valid, reduce: { group: valid.group } },
      ['reduce: needs a fanOut, whose results it reads'],
    ],
    [{ ...valid, name: '' }, ['name: must not be empty']],
    [{ ...valid, name: 'a\nb' }, ['name: must not hold control characters']],
    [{ ...valid, name: 7 }, ['name: must be a string']],
  ])('%j is refused', (value, errors) => {
    expect(errorsOf(value)).toEqual(errors);
  });

  test.each([
    [
      'x',
      'fanOut.items: must be a list of JSON values, {from, to} or {blobs: {container, prefix}}',
    ],
    [{ blobs: { container: 1 } }, 'fanOut.items.blobs.container: must be a string'],
    [{ from: 1 }, 'fanOut.items.to: is required'],
    [{ from: 3, to: 1 }, 'fanOut.items.to: must not be less than from'],
    [{ from: 0, to: 10_000 }, 'fanOut.items.to: makes more than 10000 items'],
    [[], 'fanOut.items: must not be empty'],
    [['x'.repeat(4095)], 'fanOut.items[0]: must be a JSON value of at most 4096 bytes'],
    [['€'.repeat(1400)], 'fanOut.items[0]: must be a JSON value of at most 4096 bytes'],
    [Array(10_001).fill(1), 'fanOut.items: has 10001 items; at most 10000 are allowed'],
  ])('items %j: the error is that of the form which was chosen', (items, error) => {
    expect(errorsOf(fanOut(items))).toEqual([error]);
  });

  test.each([
    ['PT1S', true],
    ['P7D', true],
    ['P1W', true],
    ['PT0.5S', false],
    ['P7DT1S', false],
    ['P1M', false],
    ['P1Y', false],
    ['-PT1H', false],
    ['1h', false],
    ['', false],
  ])('a timeout of %j is allowed: %s', (timeout, ok) => {
    expect(parseJobSpec({ ...valid, timeout }).ok).toBe(ok);
  });

  test('secret values are refused with their own words, which do not ask for a plain one', () => {
    const variables = { environmentVariables: [{ name: 'KEY', secureValue: 'canary' }] };
    const errors = errorsOf({ group: groupOf(container(variables)) });
    expect(errors).toEqual([
      'group.properties.containers[0].properties.environmentVariables[0].secureValue: secret values are refused in a job spec, which is stored and shown; keep them in a key vault and give a secretRef',
    ]);
  });

  test('a URL that carries a signature is refused, and not repeated', () => {
    const inputs = ['https://a.blob.example/c/x?sv=1&sig=canary'];
    const errors = errorsOf({ ...valid, artifacts: { inputs } });
    expect(errors).toEqual([
      'artifacts.inputs[0]: must not carry a signature; durable-aci signs it itself',
    ]);
  });

  test.each(['../', '/a/', 'a', 'a/../b/', 'a//b/', './'])(
    'the output prefix %j is refused: it would lead elsewhere',
    (outputPrefix) => {
      expect(errorsOf({ ...valid, artifacts: { outputPrefix } })).toHaveLength(1);
    },
  );

  test('what containers always get cannot be set', () => {
    const environmentVariables = [{ name: 'OUTPUT_URL', value: 'x' }];
    expect(errorsOf({ group: groupOf(container({ environmentVariables })) })).toEqual([
      'group.properties.containers[0].properties.environmentVariables[0].name: is set by durable-aci itself',
    ]);
  });

  test('a group that asks for more than ACI gives, or names a container twice, is refused', () => {
    const large = { resources: { requests: { cpu: 20, memoryInGB: 1 } } };
    expect(errorsOf({ group: groupOf(container(large), container(large)) })).toEqual([
      'group.properties.containers[1].name: main is there twice',
      'group.properties.containers: request 40 cpu in all; a group has at most 31',
    ]);
  });

  test.each([
    ['right', (index: number) => container({}, `c${index}`)],
    ['wrong', () => ({ name: 'A' })],
  ])('10,000 containers that are each %s are one error', (_, make) => {
    const containers = Array.from({ length: 10_000 }, (_each, index) => make(index));
    expect(errorsOf({ group: groupOf(...containers) })).toEqual([
      'group.properties.containers: has 10000 containers; at most 60 are allowed',
    ]);
  });

  test('no more than 50 errors are listed, and the rest counted', () => {
    const errors = errorsOf({ group: groupOf(...Array<unknown>(60).fill({ name: 'A' })) });
    expect(errors).toHaveLength(51);
    expect(errors.at(-1)).toBe(': and 71 more errors');
  });

  test('an item nested 100,000 deep is refused, and does not end the process', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(errorsOf(fanOut([deep]))).toHaveLength(1);
  });

  test('whatever JSON it is given, it answers', () => {
    const field = fc.constantFrom('group', 'fanOut', 'labels', 'input', 'workload', 'artifacts');
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (value) => {
        const parsed = parseJobSpec(value);
        expect(parsed.ok || parsed.errors.length > 0).toBe(true);
      }),
    );
  });
});
