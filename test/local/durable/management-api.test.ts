import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createDurableExtension } from '../../../local/durable/index.ts';
import { durableFunctionsOf } from '../../../local/host/worker/durable-functions.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { startHost, type TestHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.orchestration('done', function* (context) {
      yield context.df.createTimer(context.df.currentUtcDateTime);
      return context.df.getInput<unknown>();
    });
    df.app.orchestration('waits', function* (context) {
      yield context.df.waitForExternalEvent('go');
    });
  });
});

const Ids = z.array(z.object({ instanceId: z.string() }));

async function idsOf(response: Response): Promise<string[]> {
  return Ids.parse(await response.json()).map(({ instanceId }) => instanceId);
}

async function startMany(host: TestHost, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await host.client.run('done', id, id);
    await host.clock.advance(1000);
  }
}

test('the webhook wants the system key, the tree for the app does not', async () => {
  const extension = createDurableExtension({
    databaseFile: ':memory:',
    clock: new VirtualClock(),
    log: () => undefined,
    functions: durableFunctionsOf(worker),
    hubName: 'TestHub',
    systemKey: 'key',
    baseUrl: () => 'https://127.0.0.1:7071',
  });
  const base = 'https://127.0.0.1:7071';
  const get = async (path: string): Promise<number> => {
    const response = await extension.fetch(new Request(`${base}${path}`));
    return response.status;
  };
  expect(await get('/runtime/webhooks/durabletask/instances')).toBe(401);
  expect(await get('/runtime/webhooks/durabletask/instances?code=wrong')).toBe(401);
  expect(await get('/runtime/webhooks/durabletask/instances?code=key')).toBe(200);
  expect(await get('/durabletask/instances')).toBe(200);
  await extension.stop();
});

test('instances are listed in order of their ids, in pages', async () => {
  await using host = await startHost(worker);
  await startMany(host, ['c', 'a', 'b']);
  const first = await host.client.call('GET', 'instances?top=2');
  expect(await idsOf(first)).toEqual(['a', 'b']);
  const token = first.headers.get('x-ms-continuation-token') ?? '';
  const next = await host.client.call('GET', 'instances?top=2', undefined, {
    'x-ms-continuation-token': token,
  });
  expect(await idsOf(next)).toEqual(['c']);
  expect(next.headers.get('x-ms-continuation-token')).toBe('');
});

test('a list can be narrowed by status, by time and by prefix', async () => {
  await using host = await startHost(worker);
  await startMany(host, ['job-1', 'job-2']);
  const between = host.clock.now().toISOString();
  await host.clock.advance(1000);
  await host.client.start('waits', null, 'other');
  await host.client.settle();
  const list = async (query: string): Promise<string[]> =>
    await idsOf(await host.client.call('GET', `instances?${query}`));
  expect(await list('runtimeStatus=Running,Pending')).toEqual(['other']);
  expect(await list('instanceIdPrefix=job-')).toEqual(['job-1', 'job-2']);
  expect(await list(`createdTimeFrom=${between}`)).toEqual(['other']);
  expect(await list(`createdTimeTo=${between}`)).toEqual(['job-1', 'job-2']);
});

test('a purge takes only what is over', async () => {
  await using host = await startHost(worker);
  await startMany(host, ['over-1', 'over-2']);
  await host.client.start('waits', null, 'alive');
  await host.client.settle();
  const one = await host.client.call('DELETE', 'instances/over-1');
  expect(await one.json()).toEqual({ instancesDeleted: 1 });
  expect((await host.client.call('DELETE', 'instances/alive')).status).toBe(412);
  const all = await host.client.call('DELETE', 'instances?createdTimeFrom=2000-01-01T00:00:00Z');
  expect(await all.json()).toEqual({ instancesDeleted: 1 });
  expect(await idsOf(await host.client.call('GET', 'instances'))).toEqual(['alive']);
});

test('an id that is over begins anew and forgets what it had, one that is alive is refused', async () => {
  await using host = await startHost(worker);
  await host.client.run('done', 'first', 'same');
  expect(await host.client.run('done', 'second', 'same')).toMatchObject({ output: 'second' });
  expect((await host.client.status('same')).historyEvents?.[0]).toMatchObject({ Generation: 1 });
  await host.client.start('waits', null, 'same-wait');
  const again = await host.client.call('POST', 'orchestrators/waits/same-wait');
  expect(again.status).toBe(409);
});
