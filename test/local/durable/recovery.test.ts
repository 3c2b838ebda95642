import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { appFolder } from './support/app-folder.ts';
import { serveApp, type ServedApp } from './support/process.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let runs = 0;
let blocked: Promise<undefined> | undefined;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('work', {
      handler: async (value: number) => {
        runs += 1;
        await blocked;
        return value * 2;
      },
    });
    df.app.orchestration('child', function* (context) {
      const result: unknown = yield context.df.callActivity('work', 21);
      return result;
    });
    df.app.orchestration('parent', function* (context) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
      const result: unknown = yield context.df.callSubOrchestrator('child', 1, 'the-child');
      const event: unknown = yield context.df.waitForExternalEvent('go');
      return [result, event];
    });
  });
});

test('an engine that is dropped at any point is taken over by the next on the same file', async () => {
  using folder = appFolder({});
  const databaseFile = folder.database;
  // None of the first is stopped before the last has done its work: each is dropped as a kill would drop it.
  await using inTimer = await startHost(worker, { databaseFile });
  await inTimer.client.start('parent');
  await inTimer.client.settle();

  await using inActivity = await startHost(worker, { databaseFile });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  blocked = promise;
  const advanced = inActivity.clock.advance(60_000);
  while (runs === 0) await setTimeout(1);

  blocked = undefined;
  await using inWait = await startHost(worker, { databaseFile });
  await inWait.client.settle();
  expect(runs).toBe(2);

  await using last = await startHost(worker, { databaseFile });
  // The activity of the dropped engine ends at last: nobody waits for it any more.
  resolve(undefined);
  await advanced;
  await last.client.raise('parent', 'go', 'on');
  const { output, historyEvents = [] } = await last.client.end('parent');
  expect(output).toEqual([42, 'on']);
  expect(
    historyEvents.filter((event) => event['EventType'] === 'SubOrchestrationInstanceCompleted'),
  ).toHaveLength(1);
});

const app = `
const df = require('durable-functions');
df.app.activity('slow', {
  handler: async (n) => { await new Promise((resolve) => setTimeout(resolve, 5)); return n; },
});
df.app.orchestration('count', function* (context) {
  const { from, to } = context.df.getInput();
  const seen = [];
  for (let n = from; n < from + 5; n += 1) seen.push(yield context.df.callActivity('slow', n));
  if (from + 5 >= to) return seen;
  return context.df.continueAsNew({ from: from + 5, to });
});
df.app.orchestration('all', function* (context) {
  const lanes = [0, 1, 2, 3].map((lane) =>
    context.df.callSubOrchestrator('count', { from: 0, to: 60 + lane * 5 }));
  return (yield context.df.Task.all(lanes)).map((seen) => seen.at(-1));
});`;

test('a process that is killed again and again in the middle of it loses and repeats no result', async () => {
  using folder = appFolder({
    'package.json': '{ "type": "commonjs", "main": "app.js" }',
    'app.js': app,
  });
  let host = await serveApp(folder.folder, folder.database);
  await fetch(`${webhook(host)}/orchestrators/all/job?code=KEY`, { method: 'POST' });
  let kills = 0;
  let status = await statusOf(host);
  for (; status.runtimeStatus !== 'Completed'; status = await statusOf(host)) {
    await setTimeout(60);
    if (kills === 3) continue;
    await host.kill();
    kills += 1;
    host = await serveApp(folder.folder, folder.database);
  }
  await host.kill();
  expect(kills).toBe(3);
  expect(status.output).toEqual([59, 64, 69, 74]);
});

const Status = z.object({ runtimeStatus: z.string(), output: z.unknown() });

async function statusOf(host: ServedApp): Promise<z.infer<typeof Status>> {
  const response = await fetch(`${webhook(host)}/instances/job?code=KEY`);
  return Status.parse(await response.json());
}

function webhook({ url }: ServedApp): string {
  return `${url}/runtime/webhooks/durabletask`;
}
