import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { appFolder } from './support/app-folder.ts';
import { serveApp, type ServedApp } from './support/process.ts';

/** Counts by calls, by signals and under a lock; each of the three has to come to the same. */
const app = `
const df = require('durable-functions');
df.app.entity('counter', async (context) => {
  const current = context.df.getState(() => 0);
  if (context.df.operationName === 'get') context.df.return(current);
  else {
    await new Promise((resolve) => setTimeout(resolve, 3));
    context.df.setState(current + 1);
  }
});
df.app.orchestration('counts', function* (context) {
  const { left, called } = context.df.getInput();
  const id = (key) => new df.EntityId('counter', key);
  yield context.df.callEntity(id('called'), 'add');
  context.df.signalEntity(id('signalled'), 'add');
  const lock = yield context.df.lock(id('locked'), id('other'));
  const before = yield context.df.callEntity(id('locked'), 'get');
  yield context.df.callEntity(id('locked'), 'add');
  const after = yield context.df.callEntity(id('locked'), 'get');
  lock.release();
  if (after !== before + 1) throw new Error('somebody else was there: ' + before + ', ' + after);
  if (left > 1) return context.df.continueAsNew({ left: left - 1 });
  return 'counted';
});
df.app.orchestration('all', function* (context) {
  const lanes = [1, 2, 3, 4].map((lane) =>
    context.df.callSubOrchestrator('counts', { left: 40 }, 'lane-' + lane));
  return yield context.df.Task.all(lanes);
});`;

test('entities lose and double nothing when their process is killed again and again', async () => {
  using folder = appFolder({
    'package.json': '{ "type": "commonjs", "main": "app.js" }',
    'app.js': app,
  });
  let host = await serveApp(folder.folder, folder.database);
  await fetch(`${host.url}/durabletask/orchestrators/all/job`, { method: 'POST' });
  let kills = 0;
  let status = await statusOf(host);
  for (; !['Completed', 'Failed'].includes(status.runtimeStatus); status = await statusOf(host)) {
    await setTimeout(90 + kills * 35);
    if (kills === 5) continue;
    await host.kill();
    kills += 1;
    host = await serveApp(folder.folder, folder.database);
  }
  // Nobody waits for a signal: the last may still be on its way.
  await eventually(async () => ((await read(host, 'signalled')) < 160 ? undefined : true));
  const counted = await Promise.all(
    ['called', 'signalled', 'locked'].map((key) => read(host, key)),
  );
  await host.kill();
  expect(kills).toBe(5);
  expect(status.output).toEqual(['counted', 'counted', 'counted', 'counted']);
  expect(counted).toEqual([160, 160, 160]);
}, 60_000);

const Status = z.object({ runtimeStatus: z.string(), output: z.unknown() });

async function statusOf({ url }: ServedApp): Promise<z.infer<typeof Status>> {
  const response = await fetch(`${url}/durabletask/instances/job`);
  return Status.parse(await response.json());
}

async function read({ url }: ServedApp, key: string): Promise<number> {
  const response = await fetch(`${url}/durabletask/entities/counter/${key}`);
  return z.number().parse(await response.json());
}
