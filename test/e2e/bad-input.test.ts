import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { startTestStack, type TestStack } from './stack.ts';

const Problem = z.object({
  title: z.string(),
  status: z.int(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
const Rejected = z.object({
  reason: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  original: z.unknown(),
});

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack({ also: ['event-grid'] });
}, 60_000);
afterAll(() => local.stop());

const json = (value: unknown): RequestInit => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});

async function upload(name: string, text: string): Promise<void> {
  const blob = local.container('reviews').getBlockBlobClient(name);
  await blob.upload(text, Buffer.byteLength(text));
}

/** The next message in `jobs-rejected`, taken out. */
function nextRejected(): Promise<z.infer<typeof Rejected>> {
  const queue = local.queue('jobs-rejected');
  return eventually(async () => {
    const [message] = (await queue.receiveMessages()).receivedMessageItems;
    if (!message) return undefined;
    await queue.deleteMessage(message.messageId, message.popReceipt);
    return Rejected.parse(JSON.parse(message.messageText));
  });
}

test('every wrong field of a posted job is named at once, and nothing is started', async () => {
  const before = await local.api.list();
  const spec = {
    nmae: 'x',
    timeout: 'soon',
    group: {
      properties: { containers: [{ name: 'UPPER', properties: {} }], restartPolicy: 'Always' },
    },
  };
  const response = await local.request('POST', '/api/jobs', json(spec));
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.errors?.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('nmae'),
      'timeout',
      'group.properties.containers[0].name',
      'group.properties.containers[0].properties.image',
      'group.properties.restartPolicy',
    ]),
  );
  await expect(local.api.list()).resolves.toEqual(before);
});

test('a job naming 10,000 containers is refused in one short answer', async () => {
  const container = { name: 'c', properties: { image: 'durable-aci/sentiment' } };
  const spec = { group: { properties: { containers: Array(10_000).fill(container) } } };
  const response = await local.request('POST', '/api/jobs', json(spec));
  const text = await response.text();
  expect(response.status).toBe(400);
  expect(text).toMatch(/60/);
  expect(text.length).toBeLessThan(10_000);
});

test('a body that is not JSON is refused with 400', async () => {
  const response = await local.request('POST', '/api/jobs', { body: '{' });
  expect(response.status).toBe(400);
});

test('a queue message that is not JSON ends in jobs-rejected, with the reason and the original', async () => {
  await local.queue('jobs').sendMessage('this is not JSON');
  const rejected = await nextRejected();
  expect(rejected.reason).toMatch(/JSON/);
  expect(rejected.original).toBe('this is not JSON');
});

test('a queue message with wrong fields ends in jobs-rejected, with each of them named', async () => {
  await local.queue('jobs').sendMessage(JSON.stringify({ workload: 'sentiment', input: {}, x: 1 }));
  const rejected = await nextRejected();
  expect(rejected.errors.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['x', 'input.blobUrl']),
  );
});

test('an empty blob is refused before anything is started', async () => {
  await upload('empty.jsonl', '');
  const rejected = await nextRejected();
  expect(rejected.reason).toMatch(/empty/);
  expect(JSON.stringify(rejected.original)).toContain('empty.jsonl');
});

test('an unreadable line is named by its number in the log, and the job has failed without a result', async () => {
  await upload('unreadable.jsonl', '{"id":"a","text":"Fine."}\n{"id":"b","text":\n');
  const listed = await local.whenListed(({ trigger }) => trigger === 'blob');
  const job = await local.whenOver(listed.id);
  expect(job.outcome).toMatchObject({ status: 'failed', class: 'container-exit', exitCode: 65 });
  const logs = await local.request('GET', `/api/jobs/${job.id}/logs`);
  await expect(logs.text()).resolves.toMatch(/line 2/);
  expect(job.results).toEqual([]);
}, 60_000);

async function hostMemoryMb(): Promise<number> {
  const pid = String(local.stack.services.get('host')?.pid);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

test('a 300 MB blob runs, and the memory of the host grows by less than 50 MB', async () => {
  const padding = randomBytes(384 * 1024).toString('hex');
  const lines = Array.from({ length: 390 }, (_, i) =>
    JSON.stringify({ id: `d${String(i)}`, text: 'A fine day. A bad night.', padding }),
  );
  const text = `${lines.join('\n')}\n`;
  expect(Buffer.byteLength(text)).toBeGreaterThan(290e6);
  const before = await hostMemoryMb();
  const known = new Set((await local.api.list()).map(({ id }) => id));
  await upload('big.jsonl', text);
  const { id } = await local.whenListed((job) => !known.has(job.id));
  let most = 0;
  const job = await eventually(async () => {
    most = Math.max(most, await hostMemoryMb());
    const seen = await local.api.get(id);
    return seen.phase === 'over' ? seen : undefined;
  });
  expect(job.outcome).toEqual({ status: 'succeeded' });
  expect(most - before).toBeLessThan(50);
}, 180_000);
