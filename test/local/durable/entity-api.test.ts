import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, type TestHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.entity('note', (context) => {
      if (context.df.operationName === 'delete') context.df.destructOnExit();
      else {
        const operation = context.df.operationName ?? 'none';
        context.df.setState({ [operation]: context.df.getInput() ?? 'nothing' });
      }
    });
    df.app.orchestration('waits', function* (context) {
      yield context.df.waitForExternalEvent('go');
    });
  });
});

async function stateAfter(host: TestHost, path: string, body?: unknown): Promise<unknown> {
  expect((await host.client.call('POST', path, body)).status).toBe(202);
  await host.client.settle();
  return await (await host.client.call('GET', path.replace(/\?.*/, ''))).json();
}

test('a signal takes JSON or nothing, and an empty operation', async () => {
  await using host = await startHost(worker);
  expect(await stateAfter(host, 'entities/note/a?op=write', { deep: [1] })).toEqual({
    write: { deep: [1] },
  });
  expect(await stateAfter(host, 'entities/note/a?op=write')).toEqual({ write: 'nothing' });
  expect(await stateAfter(host, 'entities/note/a', 1)).toEqual({ '': 1 });
});

test('names have no case, keys have', async () => {
  await using host = await startHost(worker);
  await stateAfter(host, 'entities/NOTE/Key?op=write', 1);
  expect((await host.client.call('GET', 'entities/Note/Key')).status).toBe(200);
  expect((await host.client.call('GET', 'entities/note/key')).status).toBe(404);
});

test('DELETE is the operation delete, and what is gone is not listed', async () => {
  await using host = await startHost(worker);
  await stateAfter(host, 'entities/note/a?op=write', 1);
  await stateAfter(host, 'entities/note/b?op=write', 2);
  expect((await host.client.call('DELETE', 'entities/note/a')).status).toBe(202);
  await host.client.settle();
  const list = await host.client.call('GET', 'entities?fetchState=true');
  expect(await list.json()).toEqual([
    {
      entityId: { name: 'note', key: 'b' },
      lastOperationTime: expect.any(String),
      state: { write: 2 },
    },
  ]);
});

test('entities are listed in pages', async () => {
  await using host = await startHost(worker);
  for (const key of ['c', 'a', 'b']) await stateAfter(host, `entities/note/${key}?op=write`, 1);
  const first = await host.client.call('GET', 'entities/note?top=2');
  const token = first.headers.get('x-ms-continuation-token') ?? '';
  const headers = { 'x-ms-continuation-token': token };
  const next = await host.client.call('GET', 'entities/note?top=2', undefined, headers);
  expect(await first.json()).toMatchObject([
    { entityId: { key: 'a' } },
    { entityId: { key: 'b' } },
  ]);
  expect(await next.json()).toMatchObject([{ entityId: { key: 'c' } }]);
  expect(next.headers.get('x-ms-continuation-token')).toBe('');
});

test('a signal that is not JSON, or for a key with a slash, is refused', async () => {
  await using host = await startHost(worker);
  const path = 'entities/note/a';
  const headers = { 'content-type': 'application/json' };
  const url = `https://127.0.0.1:7071/durabletask/${path}`;
  const broken = await host.fetch(new Request(url, { method: 'POST', body: '{', headers }));
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({
    Message: expect.stringMatching(/^Could not parse JSON content/),
  });
  const slash = await host.client.call('POST', 'entities/note/a%5Cb');
  expect(slash.status).toBe(400);
});

test('an orchestration with the id of an entity stays an orchestration', async () => {
  await using host = await startHost(worker);
  await host.client.start('waits', null, '@note@a');
  await host.client.settle();
  await host.client.raise('@note@a', 'go', 1);
  expect((await host.client.end('@note@a')).runtimeStatus).toBe('Completed');
});

test('a purged entity begins anew', async () => {
  await using host = await startHost(worker);
  await stateAfter(host, 'entities/note/a?op=write', 1);
  expect((await host.client.call('DELETE', 'instances/@note@a')).status).toBe(200);
  expect((await host.client.call('GET', 'entities/note/a')).status).toBe(404);
});
