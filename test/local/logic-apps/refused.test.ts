import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DefinitionError, type Problem } from '../../../local/logic-apps/definition/problem.ts';
import { definition, World } from './support/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.stop());

function problemsOf(file: unknown): readonly Problem[] {
  try {
    world.compile(file);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

const call = (connection: string, method: string, path: string, queries: object = {}) => ({
  type: 'ApiConnection',
  inputs: {
    host: { connection: { name: `@parameters('$connections')['${connection}']['connectionId']` } },
    method,
    path,
    queries,
  },
});

const at = (rest: string): string => `$.definition.actions.X${rest}`;

const rows: readonly (readonly [string, object, string, string])[] = [
  [
    'an action type that Azure has',
    { type: 'Switch' },
    at('.type'),
    "the action type 'Switch' is not implemented here",
  ],
  ['an action type that nobody has', { type: 'Sing' }, at('.type'), "'Sing' is no action type"],
  [
    'a connector that is not there',
    call('office365', 'get', '/v2/Mail'),
    at('.inputs'),
    "the connector of 'office365' is not implemented; there are aci, azureblob, azurequeues",
  ],
  [
    'an operation that Azure has',
    call('azureblob', 'post', '/v2/datasets/account/copyFile'),
    at('.inputs'),
    'the operation CopyFile_V2 of the connector azureblob is not implemented',
  ],
  [
    'an operation that nobody has',
    call('azureblob', 'post', '/v2/datasets/account/sing'),
    at('.inputs'),
    'the connector azureblob has no operation POST /v2/datasets/account/sing',
  ],
  [
    'a query that is not known',
    call('azureblob', 'get', "/v2/datasets/account/files/@{encodeURIComponent('x')}/content", {
      mood: 1,
    }),
    at('.inputs'),
    'the query mood of the operation GetFileContent_V2 of the connector azureblob is not implemented',
  ],
  [
    'a property that is not known',
    { type: 'Compose', inputs: 1, runtimeConfiguration: { staticResult: {} } },
    at('.runtimeConfiguration.staticResult'),
    'is not implemented here',
  ],
  [
    'a function that Azure has',
    { type: 'Compose', inputs: { deep: ["@xml('<a/>')"] } },
    at('.inputs.deep[0]'),
    'xml',
  ],
  ['a function that nobody has', { type: 'Compose', inputs: '@sing()' }, at('.inputs'), 'sing'],
  ['bad syntax', { type: 'Compose', inputs: '@concat(' }, at('.inputs'), 'Unable to parse'],
  [
    'an action that is not there',
    { type: 'Compose', inputs: "@body('Y')" },
    at('.inputs'),
    "there is no action 'Y'",
  ],
  [
    'a parameter that is not there',
    { type: 'Compose', inputs: "@{parameters('Y')}" },
    at('.inputs'),
    "there is no parameter 'Y'",
  ],
  [
    'a variable that is not there',
    { type: 'SetVariable', inputs: { name: 'v', value: "@variables('Y')" } },
    at('.inputs.value'),
    "there is no variable 'Y'",
  ],
  [
    'a predecessor that is not there',
    { type: 'Compose', inputs: 1, runAfter: { Y: ['Succeeded'] } },
    at('.runAfter.Y'),
    "there is no action 'Y' beside this one",
  ],
  [
    'a status that is none',
    { type: 'Compose', inputs: 1, runAfter: { X: ['Happy'] } },
    at('.runAfter.X[0]'),
    'must be one of',
  ],
  [
    'an action that waits for itself',
    { type: 'Compose', inputs: 1, runAfter: { X: ['Succeeded'] } },
    at('.runAfter'),
    'for itself',
  ],
  [
    'too many turns',
    { type: 'Until', expression: '@true', limit: { count: 5001 }, actions: {} },
    at('.limit.count'),
    'must be at most 5000',
  ],
  [
    'a Terminate in a loop',
    {
      type: 'Foreach',
      foreach: '@range(0, 1)',
      actions: { T: { type: 'Terminate', inputs: { runStatus: 'Failed' } } },
    },
    at('.actions.T'),
    'must not stand in a loop',
  ],
  [
    'a variable that is not declared at the top',
    {
      type: 'Scope',
      actions: {
        I: { type: 'InitializeVariable', inputs: { variables: [{ name: 'v', type: 'string' }] } },
      },
    },
    at('.actions.I'),
    'must stand at the top of the workflow, not in another action',
  ],
];

test.each(rows)('refused by name and path: %s', (_, action, path, message) => {
  expect(problemsOf(definition({ X: action }))).toContainEqual({
    path,
    message: expect.stringContaining(message),
  });
});

test('all that is wrong is named at once', () => {
  const actions = { X: { type: 'Switch' }, Y: { type: 'Compose', inputs: '@sing()' } };
  expect(problemsOf(definition(actions)).map(({ path }) => path)).toEqual([
    '$.definition.actions.X.type',
    '$.definition.actions.Y.inputs',
  ]);
});

test('a trigger type that is not there', () => {
  const file = { definition: { triggers: { T: { type: 'Request' } }, actions: {} } };
  expect(problemsOf(file)).toEqual([
    {
      path: '$.definition.triggers.T.type',
      message: "the trigger type 'Request' is not implemented here",
    },
  ]);
});

test('a parameter without a value, and one of another type', () => {
  const parameters = { a: { type: 'String' }, b: { type: 'Int', defaultValue: 'x' } };
  const file = { definition: { parameters, triggers: {}, actions: {} } };
  expect(problemsOf(file)).toEqual([
    { path: '$.definition.parameters.a', message: 'the parameter has no value' },
    { path: '$.definition.parameters.b', message: "the parameter's value is no int" },
  ]);
});

test('a bare definition and that of Standard are taken too', () => {
  const bare = { triggers: {}, actions: { X: { type: 'Compose', inputs: 1 } } };
  expect(problemsOf(bare)).toEqual([]);
  expect(problemsOf({ definition: bare, kind: 'Stateful' })).toEqual([]);
  expect(problemsOf({ definition: bare, kind: 'Stateless' })).toMatchObject([{ path: '$.kind' }]);
});

test('a connection of another name is that of the connector that its id names', async () => {
  const connections = {
    'blobs-1': { connectionId: '/x', id: '/locations/y/managedApis/azureblob' },
  };
  const read = call('blobs-1', 'get', '/v2/datasets/account/GetFileByPath', { path: '/input/a' });
  const file = {
    ...definition({ Read: read }),
    parameters: { $connections: { value: connections } },
  };
  world.blobs.put('input/a', 'text');
  await world.start(world.compile(file));
  await world.queues.put('start', 'go');
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
});
