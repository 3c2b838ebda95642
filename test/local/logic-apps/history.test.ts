import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { routes } from '../../../local/logic-apps/http/routes.ts';
import { definition, World } from './support/world.ts';

let world: World;
let app: ReturnType<typeof routes>;

const actions = {
  Secret: {
    type: 'Compose',
    inputs: 'canary',
    runtimeConfiguration: { secureData: { properties: ['inputs', 'outputs'] } },
  },
  Loop: {
    type: 'Until',
    expression: "@equals(iterationIndexes('Loop'), 1)",
    actions: { Turn: { type: 'Compose', inputs: "@iterationIndexes('Loop')" } },
    runAfter: { Secret: ['Succeeded'] },
  },
  Bad: { type: 'Compose', inputs: "@int('x')", runAfter: { Loop: ['Succeeded'] } },
};

beforeEach(async () => {
  world = new World();
  const runner = await world.start(world.compile(definition(actions)));
  await world.queues.put('start', 'go');
  await world.firstEnd();
  app = routes({
    runners: new Map([['test', runner]]),
    store: world.store,
    advanceClock: undefined,
  });
});

afterEach(() => world.stop());

const get = async (path: string): Promise<unknown> => {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  return response.json();
};

const azure = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows/test';

test.each(['/runs', '/workflows/test/runs', `${azure}/runs?api-version=2019-05-01`])(
  '%s lists runs as the management API does',
  async (path) => {
    expect(await get(path)).toMatchObject({
      value: [
        {
          name: world.runs()[0]?.name,
          type: 'Microsoft.Logic/workflows/runs',
          properties: {
            status: 'Failed',
            code: 'ActionFailed',
            error: { code: 'ActionFailed' },
            trigger: { name: 'When_told', status: 'Succeeded' },
          },
        },
      ],
    });
  },
);

test('the actions of a run, the newest turn of each', async () => {
  const run = world.runs()[0]?.name ?? '';
  const found = await get(`/runs/${run}/actions`);
  const { value } = z
    .object({
      value: z.array(z.object({ name: z.string(), properties: z.object({ status: z.string() }) })),
    })
    .parse(found);
  expect(value.map(({ name, properties }) => [name, properties.status])).toEqual([
    ['Secret', 'Succeeded'],
    ['Loop', 'Succeeded'],
    ['Turn', 'Succeeded'],
    ['Bad', 'Failed'],
  ]);
});

test('inputs and outputs are behind their links, secured ones nowhere', async () => {
  const run = world.runs()[0]?.name ?? '';
  expect(await get(`/runs/${run}/actions/Turn/contents/outputs`)).toBe(1);
  expect(await get(`/runs/${run}/actions/Turn/contents/outputs?turns=Loop:0`)).toBe(0);
  expect(await get(`/runs/${run}/actions/Secret`)).toMatchObject({
    properties: { outputsLink: { secureData: { properties: ['outputs'] } } },
  });
  const hidden = await app.request(`/runs/${run}/actions/Secret/contents/outputs`);
  expect(hidden.status).toBe(404);
});

test('every turn of a loop is there', async () => {
  const run = world.runs()[0]?.name ?? '';
  expect(await get(`/runs/${run}/actions/Turn/repetitions`)).toMatchObject({
    value: [
      { properties: { repetitionIndexes: [{ scopeName: 'Loop', itemIndex: 0 }] } },
      { properties: { repetitionIndexes: [{ scopeName: 'Loop', itemIndex: 1 }] } },
    ],
  });
});

test.each(['/runs/none', '/workflows/none/runs', '/runs/none/actions', '/nothing'])(
  '%s is not found, and says so as Azure does',
  async (path) => {
    const response = await app.request(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
  },
);

test('a trigger is run at once when asked for', async () => {
  await world.queues.put('start', 'again');
  const response = await app.request('/workflows/test/triggers/When_told/run', { method: 'POST' });
  expect(response.status).toBe(202);
  expect(world.runs()).toHaveLength(2);
});
