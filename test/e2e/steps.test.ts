import process from 'node:process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countContainerGroups } from '../../local/demo/leftovers.ts';
import { eventually } from '../support/eventually.ts';
import { shellJob } from '../support/shell-job.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

/** Puts this text where the step writes. */
const writes = (file: string, text: string) => ({
  group: {
    properties: {
      containers: [
        {
          name: 'main',
          properties: {
            image: 'durable-aci/sentiment:latest',
            command: ['node', '-e', putting(file, text)],
          },
        },
      ],
    },
  },
});
const putting = (file: string, text: string) => `(async () => {
  const url = new URL(process.env.OUTPUT_URL);
  url.pathname += '${file}';
  const headers = { 'x-ms-blob-type': 'BlockBlob' };
  const { ok } = await fetch(url, { method: 'PUT', headers, body: ${text} });
  process.exit(ok ? 0 : 8);
})()`;
const whatItReads = `await (await fetch(process.env.INPUT_URL)).text()`;

const status = async (id: string): Promise<unknown> =>
  (await local.request('GET', `/api/jobs/${id}`)).json();

test('a chain waits for somebody, reads what came before, and gives what its last step gives', async () => {
  const read = { artifacts: { inputs: [{ step: 'extract', blob: 'rows.json' }] } };
  const id = await local.api.post({
    steps: [
      { name: 'extract', job: writes('rows.json', '\'{"rows":7}\'') },
      { name: 'check', approval: { timeout: 'PT10M' } },
      { name: 'load', job: { ...writes('result.json', whatItReads), ...read } },
    ],
  });
  await eventually(async () => {
    const text = JSON.stringify(await status(id));
    return text.includes('"waitingFor":{"what":"approval","step":"check"}') ? true : undefined;
  });
  const approve = (word: string) =>
    local.request('POST', `/api/jobs/${id}/${word}`, { body: '{"by":"ann"}' });
  expect((await approve('approve')).status).toBe(202);
  expect((await approve('reject')).status).toBe(409);
  const again = await local.request('POST', `/api/jobs/${id}/approve`);
  expect([200, 202]).toContain(again.status);
  await local.whenOver(id);
  expect(await status(id)).toMatchObject({
    outcome: { status: 'succeeded' },
    output: { rows: 7 },
    tasks: { total: 2, succeeded: 2 },
    steps: [
      { name: 'extract', outcome: { status: 'succeeded' } },
      { name: 'check', decision: { approved: true, by: 'ann' } },
      { name: 'load', outcome: { status: 'succeeded' } },
    ],
  });
  expect(await status(`${id}-s2`)).toMatchObject({ parent: id, phase: 'over' });
}, 120_000);

test('a job that is cancelled while a step runs is undone, and leaves nothing', async () => {
  const undo = { compensate: { job: writes('undone.txt', "'x'") } };
  const id = await local.api.post({
    steps: [
      { name: 'first', job: shellJob('exit 0'), ...undo },
      { name: 'long', job: shellJob('sleep 600') },
      { name: 'never', job: shellJob('exit 0') },
    ],
  });
  await eventually(async () => ((await local.api.get(id)).tasks.running === 1 ? true : undefined));
  await eventually(async () =>
    JSON.stringify(await status(id)).includes('"name":"long","kind":"job","state":"running"')
      ? true
      : undefined,
  );
  expect((await local.request('POST', `/api/jobs/${id}/cancel`)).status).toBe(202);
  await local.whenOver(id);
  expect(await status(id)).toMatchObject({
    outcome: { status: 'cancelled' },
    steps: [
      { outcome: { status: 'succeeded' }, compensation: { outcome: { status: 'succeeded' } } },
      { outcome: { status: 'cancelled' } },
      {},
    ],
  });
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 120_000);

/** Kills the Functions host, and waits until another has taken its place. */
async function killHost(): Promise<void> {
  const host = local.stack.services.get('host');
  const pid = host?.pid;
  if (!host || pid === undefined) throw new Error('The host does not run.');
  process.kill(pid, 'SIGKILL');
  await host.whenReplaced(pid);
}

test('a job whose host is killed during a step, an approval and the undoing does each thing once', async () => {
  const undo = { compensate: { job: shellJob('sleep 3') } };
  const id = await local.api.post({
    steps: [
      { name: 'first', job: shellJob('sleep 3'), ...undo },
      { name: 'check', approval: {} },
      { name: 'fails', job: shellJob('exit 4') },
    ],
  });
  const shows = (text: string) =>
    eventually(async () => {
      const shown = await status(id).catch(() => undefined);
      return JSON.stringify(shown ?? '').includes(text) ? true : undefined;
    });
  await shows('"name":"first","kind":"job","state":"running"');
  await killHost();
  await shows('"waitingFor":{"what":"approval"');
  await killHost();
  const approved = await eventually(async () => {
    const reply = await local.request('POST', `/api/jobs/${id}/approve`).catch(() => undefined);
    return reply?.status === 202 ? true : undefined;
  });
  expect(approved).toBe(true);
  await shows('"compensation":{"state":"running"');
  await killHost();
  await shows('"phase":"over"');
  expect(await status(id)).toMatchObject({
    outcome: { status: 'failed', class: 'container-exit', exitCode: 4 },
    attempts: 3,
    steps: [{ compensation: { outcome: { status: 'succeeded' } } }, {}, {}],
  });
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 300_000);
