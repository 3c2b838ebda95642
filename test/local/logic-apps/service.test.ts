import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { loadDefinitions } from '../../../local/logic-apps/load-definitions.ts';
import { LogicAppsService } from '../../../local/logic-apps/logic-apps-service.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { definition, World } from './support/world.ts';

let folder: string;
let world: World;
let service: LogicAppsService;

const waits = (text: string) =>
  definition({
    Wait: { type: 'Wait', inputs: { interval: { count: 1, unit: 'Hour' } } },
    End: { type: 'Compose', inputs: text, runAfter: { Wait: ['Succeeded'] } },
  });

async function start(file: string, json: unknown): Promise<string> {
  const definitions = path.join(folder, 'definitions');
  await rm(definitions, { recursive: true, force: true });
  await mkdir(definitions);
  await writeFile(path.join(definitions, file), JSON.stringify(json));
  service = new LogicAppsService({
    definitions,
    dataFolder: folder,
    port: 0,
    parameters: {},
    subscriptionId: 's',
    resourceGroup: 'g',
    location: 'local',
    connectors: world.connectors,
    outside: {
      fetch: () => Promise.reject(new TypeError('there is nobody')),
      token: () => Promise.resolve('token'),
      random: () => 0.5,
      newGuid: () => 'guid',
    },
    clock: world.clock,
    log: pino({ enabled: false }),
  });
  const ready = await service.start();
  return ready['logicApps'] ?? '';
}

beforeEach(async () => {
  folder = await temporaryFolder('logic-apps-service');
  world = new World();
});

afterEach(async () => {
  await service.stop();
  await world.stop();
  await rm(folder, { recursive: true });
});

const get = async (url: string): Promise<unknown> => (await fetch(url)).json();

test.each([
  ['is another by now', 'waiting.json'],
  ['is no longer there', 'another.json'],
])('a run ends by the definition with which it began, when that %s', async (_, file) => {
  await start('waiting.json', waits('old'));
  await world.queues.put('start', 'go');
  await world.clock.advance(5000);
  await service.stop();
  const url = await start(file, waits('new'));
  await world.clock.advance(3_600_000);
  expect(await get(`${url}/runs`)).toMatchObject({
    value: [{ properties: { status: 'Succeeded' } }],
  });
  const found = z
    .object({ value: z.array(z.object({ name: z.string() })) })
    .parse(await get(`${url}/runs`));
  const name = found.value[0]?.name ?? '';
  expect(await get(`${url}/runs/${name}/actions/End/contents/outputs`)).toBe('old');
});

test('definitions of Standard are found in their folders, and other JSON is left alone', async () => {
  const standard = path.join(folder, 'definitions', 'mine');
  await start('one.json', definition({}));
  await mkdir(standard, { recursive: true });
  const workflow = { ...definition({}), kind: 'Stateful' };
  await writeFile(path.join(standard, 'workflow.json'), JSON.stringify(workflow));
  await writeFile(path.join(folder, 'definitions', 'host.json'), '{"version": "2.0"}');
  const found = await loadDefinitions(path.join(folder, 'definitions'));
  expect(found.map(({ name }) => name)).toEqual(['mine', 'one']);
});
