import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { definition, isOver, World } from './support/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.stop());

const after = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, ['Succeeded']]));
const wait = (seconds: number, runAfter: object = {}) => ({
  type: 'Wait',
  inputs: { interval: { count: seconds, unit: 'Second' } },
  runAfter,
});
const compose = (inputs: unknown, runAfter: object = {}) => ({ type: 'Compose', inputs, runAfter });
const failing = (runAfter: object = {}) => compose("@int('no number')", runAfter);
const never = (more: object = {}) => ({
  type: 'Until',
  expression: '@false',
  actions: { Delay: wait(10) },
  runAfter: {},
  ...more,
});

describe('1: an Until at its limit', () => {
  test('succeeds, after 60 turns where nothing is said', async () => {
    const run = await world.run({ Loop: never() });
    expect(run.status).toBe('Succeeded');
    expect(world.actions('Delay')).toHaveLength(60);
    expect(world.action('Loop')).toMatchObject({ outputs: { iterationCount: 60 } });
  });

  test('is TimedOut, and not Failed, with FailWhenLimitsReached', async () => {
    const loop = never({ limit: { count: 3 }, operationOptions: 'FailWhenLimitsReached' });
    const run = await world.run({
      Loop: loop,
      On_failure: compose(1, { Loop: ['Failed'] }),
      On_time_out: compose(1, { Loop: ['TimedOut'] }),
    });
    expect(world.action('Loop').status).toBe('TimedOut');
    expect(world.action('On_failure').status).toBe('Skipped');
    expect(world.action('On_time_out').status).toBe('Succeeded');
    expect(run.status).toBe('Failed');
  });

  test('looks at the time between its turns', async () => {
    await world.run({ Loop: never({ limit: { count: 5000, timeout: 'PT1M' } }) });
    expect(world.actions('Delay')).toHaveLength(6);
  });

  test('a body that fails is ignored in all turns but the last', async () => {
    world.respond = () => new Response(null, { status: world.requests.length < 3 ? 404 : 200 });
    const run = await world.run({
      Loop: {
        type: 'Until',
        expression: "@equals(outputs('Ask')?['statusCode'], 200)",
        actions: { Ask: { type: 'Http', inputs: { method: 'GET', uri: 'https://x.invalid/' } } },
      },
    });
    expect(run.status).toBe('Succeeded');
    expect(world.actions('Ask').map(({ status }) => status)).toEqual([
      'Failed',
      'Failed',
      'Succeeded',
    ]);
  });
});

describe('2: what comes after a failed scope', () => {
  const scope = { type: 'Scope', actions: { Work: failing() }, runAfter: {} };
  const cleanUp = compose('clean', { Run: ['Succeeded', 'Failed', 'Skipped', 'TimedOut'] });

  test('makes the run succeed when it succeeds', async () => {
    expect(await world.run({ Run: scope, Clean_up: cleanUp })).toMatchObject({
      status: 'Succeeded',
    });
  });

  test('a Terminate behind it fails the run with its code', async () => {
    const run = await world.run({
      Run: scope,
      Clean_up: cleanUp,
      Raise: {
        type: 'If',
        expression: { not: { equals: ["@actions('Run')?['status']", 'Succeeded'] } },
        actions: {
          Fail: {
            type: 'Terminate',
            inputs: { runStatus: 'Failed', runError: { code: 'mine', message: 'as said' } },
          },
        },
        runAfter: after('Clean_up'),
      },
    });
    expect(run).toMatchObject({
      status: 'Failed',
      code: 'Terminated',
      error: { code: 'mine', message: 'as said' },
    });
    expect(world.action('Clean_up').status).toBe('Succeeded');
  });

  test('a Terminate in the scope skips it', async () => {
    const fail = { type: 'Terminate', inputs: { runStatus: 'Failed' } };
    const run = await world.run({
      Run: { type: 'Scope', actions: { Fail: fail } },
      Clean_up: cleanUp,
      Beside: wait(60),
    });
    expect(run.status).toBe('Failed');
    expect(world.action('Clean_up').status).toBe('Skipped');
    expect(world.action('Beside').status).toBe('Cancelled');
  });
});

test('3: guid() is new at each use; a Compose keeps one', async () => {
  await world.run({
    Twice: compose(['@guid()', '@guid()']),
    Kept: compose('@guid()'),
    Used: compose(["@outputs('Kept')", "@outputs('Kept')"], after('Kept')),
    Name: compose("@take(toLower(concat('x-', workflow().run.name)), 63)"),
  });
  const [first, second] = world.action('Twice').outputs as string[];
  expect(first).not.toBe(second);
  const [once, again] = world.action('Used').outputs as string[];
  expect(once).toBe(again);
  expect(world.action('Name').outputs).toMatch(/^x-\d{29}cu\d{2}$/);
});

describe('5: what is tried again', () => {
  const ask = (inputs: object = {}) => ({
    Ask: { type: 'Http', inputs: { method: 'GET', uri: 'https://x.invalid/', ...inputs } },
  });

  test.each([408, 429, 500, 503])('%s: four times more, then it has failed', async (status) => {
    world.respond = () => new Response(null, { status });
    const run = await world.run(ask());
    expect(world.requests).toHaveLength(5);
    expect(run.status).toBe('Failed');
    expect(world.action('Ask')).toMatchObject({ outputs: { statusCode: status } });
  });

  test('400 is final', async () => {
    world.respond = () => new Response(null, { status: 400 });
    await world.run(ask());
    expect(world.requests).toHaveLength(1);
  });

  test('a lost connection is tried again', async () => {
    world.respond = () => {
      if (world.requests.length < 3) throw new TypeError('fetch failed');
      return new Response('ok');
    };
    expect(await world.run(ask())).toMatchObject({ status: 'Succeeded' });
  });

  test('Retry-After is waited for', async () => {
    world.respond = () =>
      world.requests.length === 1
        ? new Response(null, { status: 429, headers: { 'retry-after': '300' } })
        : new Response('ok');
    const run = await world.run(ask());
    const ms = Date.parse(run.endTime ?? '') - Date.parse(run.startTime);
    expect(ms).toBe(300_000);
  });

  test('a policy of None tries once', async () => {
    world.respond = () => new Response(null, { status: 503 });
    await world.run(ask({ retryPolicy: { type: 'None' } }));
    expect(world.requests).toHaveLength(1);
  });

  test('limit.timeout ends it as TimedOut', async () => {
    world.respond = () => new Response(null, { status: 503 });
    const fixed = { type: 'Fixed', count: 90, interval: 'PT1M' };
    const { Ask } = ask({ retryPolicy: fixed });
    await world.run({ Ask: { ...Ask, limit: { timeout: 'PT10M' } } });
    expect(world.action('Ask')).toMatchObject({ status: 'TimedOut', code: 'ActionTimedOut' });
  });

  test('202 with a Location is asked again until it is over', async () => {
    world.respond = ({ url }) =>
      world.requests.length < 4
        ? new Response(null, { status: 202, headers: { location: '/later', 'retry-after': '30' } })
        : new Response(url, { headers: { 'content-type': 'text/plain' } });
    await world.run(ask());
    expect(world.action('Ask')).toMatchObject({ outputs: { body: 'https://x.invalid/later' } });
  });
});

describe('6: concurrency', () => {
  const items = (runs: number) =>
    world.compile({
      definition: {
        ...definition({ Delay: wait(60) }).definition,
        triggers: {
          When_told: {
            ...definition({}).definition.triggers.When_told,
            runtimeConfiguration: { concurrency: { runs, maximumWaitingRuns: 5 } },
          },
        },
      },
    });

  test('no more runs than are allowed run at once, and the others wait', async () => {
    await world.start(items(2));
    for (let index = 0; index < 20; index += 1) await world.queues.put('start', String(index));
    await world.clock.advance(5000);
    const statuses = world.runs().map(({ status }) => status);
    expect(statuses.filter((status) => status === 'Running')).toHaveLength(2);
    expect(statuses.filter((status) => status === 'Waiting')).toHaveLength(5);
    await world.clock.advance(3_600_000);
    expect(world.runs().filter(isOver)).toHaveLength(20);
  });

  test.each([
    [undefined, 20],
    [3, 3],
  ])('a Foreach with repetitions %s runs %s turns at once', async (repetitions, most) => {
    await world.start(
      world.compile(
        definition({
          Each: {
            type: 'Foreach',
            foreach: '@range(0, 50)',
            actions: { Delay: wait(60) },
            ...(repetitions && { runtimeConfiguration: { concurrency: { repetitions } } }),
          },
        }),
      ),
    );
    await world.queues.put('start', 'go');
    await world.clock.advance(5000);
    expect(world.actions('Delay')).toHaveLength(most);
  });
});

describe('7: secured values', () => {
  const secure = (...properties: string[]) => ({
    runtimeConfiguration: { secureData: { properties } },
  });

  test('are neither kept on disk after the run nor shown; what is made of them is hidden too', async () => {
    const run = await world.run({
      Secret: { ...compose('canary'), ...secure('outputs', 'inputs') },
      Made: compose("@concat(outputs('Secret'), '!')", after('Secret')),
      Length: compose("@length(outputs('Made'))", after('Made')),
      Plain: compose('seen'),
    });
    expect(run.status).toBe('Succeeded');
    expect(JSON.stringify([world.runs(), world.actions()])).not.toContain('canary');
    expect(world.action('Made').secured).toEqual({ inputs: true, outputs: true });
    expect(world.action('Length').secured).toEqual({ inputs: true, outputs: true });
    expect(world.action('Plain')).toMatchObject({ outputs: 'seen' });
  });

  test('are what a SecureString parameter holds', async () => {
    await world.run(
      { Made: compose("@concat(parameters('key'), '!')") },
      {
        parameters: {
          $connections: { type: 'Object' },
          key: { type: 'SecureString', defaultValue: 'canary' },
        },
      },
    );
    expect(JSON.stringify([world.runs(), world.actions()])).not.toContain('canary');
  });

  test('stay hidden in variables', async () => {
    const variables = [{ name: 'v', type: 'string' }];
    await world.run({
      Secret: { ...compose('canary'), ...secure('outputs', 'inputs') },
      Init: { type: 'InitializeVariable', inputs: { variables }, runAfter: after('Secret') },
      Set: {
        type: 'SetVariable',
        inputs: { name: 'v', value: "@outputs('Secret')" },
        runAfter: after('Init'),
      },
      Read: compose("@variables('v')", after('Set')),
    });
    expect(JSON.stringify([world.runs(), world.actions()])).not.toContain('canary');
  });
});

test('12: an action that is named with a dot is found', async () => {
  await world.run({
    'A.b (c)': compose(1),
    Read: compose("@outputs('A.b (c)')", after('A.b (c)')),
  });
  expect(world.action('Read').outputs).toBe(1);
});
