import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCalls } from '../../bench/journal.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStack, type TestStack } from './stack.ts';

const shim = path.resolve('images/shim/run.sh');

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

const container = (name: string, script: string) => ({
  name,
  properties: {
    image: 'durable-aci/sentiment:latest',
    command: [shim, '/bin/sh', '-c', script],
    resources: { requests: { cpu: 1, memoryInGB: 1 } },
  },
});
const pushJob = (...scripts: string[]) => ({
  completion: 'push',
  group: {
    properties: {
      containers: scripts.map((script, index) => container(`c${index}`, script)),
    },
  },
});
const logOf = async (id: string, query = ''): Promise<string> =>
  (await local.request('GET', `/api/jobs/${id}/logs${query}`)).text();

test('an exit that is pushed is known at once, by one look at the group', async () => {
  const id = await local.api.post(pushJob('sleep 4; date +%s%3N; exit 3'));
  const job = await local.whenOver(id);
  expect(job.outcome).toMatchObject({ status: 'failed', class: 'container-exit', exitCode: 3 });
  const exitedAt = Number((await logOf(id)).trim());
  expect(Date.parse(job.finishedAt ?? '') - exitedAt).toBeLessThan(2000);
  const calls = (await readCalls(local.stack.ready)).filter((call) => call.path.includes(id));
  const operations = calls.map(({ operation }) => operation);
  // Before the create, and the one that confirms.
  expect(operations.filter((operation) => operation === 'ContainerGroups_Get')).toHaveLength(2);
  expect(operations).not.toContain('Containers_ListLogs');
}, 60_000);

test('a job is over when all of its containers have reported', async () => {
  const id = await local.api.post(pushJob('echo one', 'sleep 3; echo two'));
  await expect(local.whenOver(id)).resolves.toMatchObject({ outcome: { status: 'succeeded' } });
  await expect(logOf(id, '?container=c0')).resolves.toBe('one\n');
  await expect(logOf(id, '?container=c1')).resolves.toBe('two\n');
}, 60_000);

test('its log is complete beyond what ACI keeps, while it runs and after', async () => {
  const id = await local.api.post(pushJob('seq 1 100000; sleep 4; seq 100001 200000'));
  await eventually(async () => ((await logOf(id)).endsWith('\n100000\n') ? true : undefined));
  await local.whenOver(id);
  const numbers = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('');
  expect((await logOf(id)) === numbers).toBe(true);
}, 60_000);

test('calls that are forged, replayed or late change nothing', async () => {
  const post = (token: string, body = '{"exitCode":0}') =>
    fetch(`${local.stack.ready['functions'] ?? ''}/api/hooks/done`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
  // A command that gets at the token all the same, by the environment of its parent.
  const thief = `tr '\\0' '\\n' < /proc/$PPID/environ | grep DONE_TOKEN; sleep 3`;
  const id = await local.api.post(pushJob(thief));
  const token = await eventually(
    async () => /DONE_TOKEN=(\S+)/.exec(await logOf(id))?.[1] ?? undefined,
  );
  const [claim = '', signature = ''] = token.split('.');
  const others = [`${claim.replace('/0/', '/1/')}.${signature}`, claim, 'x', `${token}x`];
  for (const forged of others) expect((await post(forged)).status).toBe(401);
  expect((await post(token, '{"exitCode":"0"}')).status).toBe(400);
  expect((await post(token, `{"exitCode":0,"x":"${'x'.repeat(2000)}"}`)).status).toBe(413);
  await expect(local.api.get(id)).resolves.toMatchObject({ phase: 'running' });
  await local.whenOver(id);
  expect((await post(token)).status).toBe(409);
  await expect(local.api.get(id)).resolves.toMatchObject({ outcome: { status: 'succeeded' } });
}, 60_000);
