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
