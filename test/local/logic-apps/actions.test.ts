import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { World } from './support/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.stop());

const after = (name: string, ...statuses: string[]) => ({
  [name]: statuses.length > 0 ? statuses : ['Succeeded'],
});

test('Select and Query see their item; a condition may be an object', async () => {
  await world.run({
    Odd: {
      type: 'Query',
      inputs: { from: '@range(1, 6)', where: '@equals(mod(item(), 2), 1)' },
    },
    Small: {
      type: 'Query',
      inputs: { from: "@body('Odd')", where: { less: ['@item()', 4] } },
      runAfter: after('Odd'),
    },
    Named: {
      type: 'Select',
      inputs: { from: "@body('Small')", select: { n: '@item()', text: 'is @{item()}' } },
      runAfter: after('Small'),
    },
  });
  expect(world.action('Named').outputs).toEqual({
    body: [
      { n: 1, text: 'is 1' },
      { n: 3, text: 'is 3' },
    ],
  });
});

test('ParseJson reads text, checks it, and says what is wrong', async () => {
  const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['b'] };
  const run = await world.run({
    Good: { type: 'ParseJson', inputs: { content: '{"a": 1, "b": 2}', schema } },
    Bad: { type: 'ParseJson', inputs: { content: '{"a": "x"}', schema } },
    None: { type: 'ParseJson', inputs: { content: 'x', schema } },
  });
  expect(world.action('Good')).toMatchObject({ outputs: { body: { a: 1, b: 2 } } });
  expect(world.action('Bad')).toMatchObject({
    status: 'Failed',
    error: { code: 'ValidationFailed', message: 'The schema validation failed.' },
    outputs: { errors: [{ errorType: 'required' }, { path: 'a', errorType: 'type' }] },
  });
  expect(world.action('None')).toMatchObject({ error: { code: 'InvalidJSON' } });
  expect(run.status).toBe('Failed');
});

test('variables have types, and keep them', async () => {
  const variable = (name: string, type: string, value?: unknown) => ({
    type: 'InitializeVariable',
    inputs: { variables: [{ name, type, ...(value !== undefined && { value }) }] },
  });
  const change = (type: string, name: string, value: unknown, before: string) => ({
    type,
    inputs: { name, value },
    runAfter: after(before),
  });
  await world.run({
    Text: variable('text', 'String', 'a'),
    List: variable('list', 'Array'),
    Number: variable('number', 'Integer', 5),
    Append: change('AppendToStringVariable', 'text', "b@{'c'}", 'Text'),
    Push: change('AppendToArrayVariable', 'list', { x: 1 }, 'List'),
    Less: change('DecrementVariable', 'number', 2, 'Number'),
    Wrong: change('SetVariable', 'number', 'no', 'Less'),
    Read: {
      type: 'Compose',
      inputs: ["@variables('text')", "@variables('list')", "@variables('number')"],
      runAfter: { ...after('Append'), ...after('Push'), ...after('Wrong', 'Failed') },
    },
  });
  expect(world.action('Read').outputs).toEqual(['abc', [{ x: 1 }], 3]);
  expect(world.action('Wrong')).toMatchObject({
    error: {
      message:
        "The variable 'number' of type 'Integer' cannot be initialized or updated with value '\"no\"' of type 'String'. The variable 'number' only supports values of types 'Integer'.",
    },
  });
});

test('a Foreach gives each turn its item, and fails when one turn fails', async () => {
  const run = await world.run({
    Each: {
      type: 'Foreach',
      foreach: '@createArray(1, 0, 2)',
      actions: {
        Divide: { type: 'Compose', inputs: "@div(10, items('Each'))" },
      },
    },
    Results: {
      type: 'Query',
      inputs: { from: "@result('Each')", where: "@equals(item()?['status'], 'Failed')" },
      runAfter: after('Each', 'Failed'),
    },
  });
  expect(run.status).toBe('Succeeded');
  expect(world.action('Each').status).toBe('Failed');
  expect(world.action('Results').outputs).toMatchObject({ body: [{ name: 'Divide' }] });
});

test('a Foreach over nothing succeeds, over what is no array it fails', async () => {
  await world.run({
    None: { type: 'Foreach', foreach: "@json('[]')", actions: {} },
    Text: { type: 'Foreach', foreach: 'text', actions: {} },
  });
  expect(world.action('None').status).toBe('Succeeded');
  expect(world.action('Text')).toMatchObject({
    error: { message: expect.stringContaining('The result must be a valid array.') },
  });
});

test('an expression that can not be evaluated fails its action in Azure’s words', async () => {
  await world.run({ Bad: { type: 'Compose', inputs: "@int('x')" } });
  expect(world.action('Bad').error).toMatchObject({
    code: 'InvalidTemplate',
    message: expect.stringContaining(
      "Unable to process template language expressions in action 'Bad' inputs at line '0' and column '0':",
    ),
  });
});

describe('the status of a run is that of its leaves', () => {
  const good = { type: 'Compose', inputs: 1 };
  const bad = { type: 'Compose', inputs: "@int('x')" };
  const rows: readonly (readonly [string, object, string])[] = [
    ['one that fails', { A: bad }, 'Failed'],
    ['one beside that fails', { A: good, B: bad }, 'Failed'],
    [
      'a failure that is handled',
      { A: bad, B: { ...good, runAfter: after('A', 'Failed') } },
      'Succeeded',
    ],
    [
      'a handler that is skipped',
      { A: good, B: { ...good, runAfter: after('A', 'Failed') } },
      'Succeeded',
    ],
    [
      'a failure before what is skipped',
      { A: bad, B: { ...good, runAfter: after('A') } },
      'Failed',
    ],
    [
      'what runs after all outcomes',
      {
        A: bad,
        B: { ...good, runAfter: after('A', 'succeeded', 'FAILED', 'Skipped', 'TimedOut') },
      },
      'Succeeded',
    ],
    [
      'one of two predecessors that fails',
      { A: bad, B: good, C: { ...good, runAfter: { ...after('A'), ...after('B') } } },
      'Failed',
    ],
  ];

  test.each(rows)('%s', async (_, actions, status) => {
    expect(await world.run(actions)).toMatchObject({ status });
  });
});

test('what is skipped says why, and so do the actions in it', async () => {
  await world.run({
    A: { type: 'Compose', inputs: "@int('x')" },
    B: {
      type: 'Scope',
      actions: { C: { type: 'Compose', inputs: 1 } },
      runAfter: after('A'),
    },
    D: {
      type: 'If',
      expression: '@true',
      actions: {},
      else: { actions: { E: { type: 'Compose', inputs: 1 } } },
    },
  });
  expect(world.action('B').error?.message).toBe(
    "The execution of template action 'B' is skipped: the 'runAfter' condition for action 'A' is not satisfied. Expected status values 'Succeeded' and actual value 'Failed'.",
  );
  expect(world.action('C').error?.code).toBe('ActionDependencyFailed');
  expect(world.action('E').error?.code).toBe('ActionBranchingConditionNotSatisfied');
});

test('Http sends queries, headers, JSON and a token of the identity', async () => {
  world.respond = () => Response.json({ fine: true });
  await world.run({
    Ask: {
      type: 'Http',
      inputs: {
        method: 'POST',
        uri: 'https://api.invalid/x?a=1',
        queries: { b: "@concat('2', '3')", flag: true },
        headers: { 'x-mine': 'yes' },
        body: { n: '@add(1, 2)' },
        authentication: { type: 'ManagedServiceIdentity', audience: 'https://api.invalid' },
      },
    },
  });
  const [request] = world.requests;
  expect(request?.url).toBe('https://api.invalid/x?a=1&b=23&flag=True');
  expect(request?.headers.get('authorization')).toBe('Bearer token-for-https://api.invalid');
  expect(request?.headers.get('x-mine')).toBe('yes');
  expect(await request?.json()).toEqual({ n: 3 });
  expect(world.action('Ask')).toMatchObject({ outputs: { statusCode: 200, body: { fine: true } } });
});

test('outputs of the workflow stand in its run', async () => {
  const outputs = { sum: { type: 'Int', value: "@add(outputs('One'), 1)" } };
  const run = await world.run({ One: { type: 'Compose', inputs: 1 } }, { outputs });
  expect(run.outputs).toEqual({ sum: { value: 2 } });
});

test('tracked properties are evaluated with the action’s own outputs', async () => {
  await world.run({
    One: { type: 'Compose', inputs: 7, trackedProperties: { got: "@action()['outputs']" } },
  });
  expect(world.action('One').trackedProperties).toEqual({ got: 7 });
});
