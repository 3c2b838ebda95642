import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { shellJob } from '../support/shell-job.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

const Retry = z.object({ id: z.string(), retryOf: z.string() });

/** Fails for odd numbers. */
const program = 'test $((ITEM % 2)) -eq 0';

test('the items of a job are run by its lanes, and what failed is retried as a new job, once', async () => {
  const fanOut = { items: { from: 0, to: 5 }, maxParallel: 3, onItemFailure: 'continue' };
  const id = await local.api.post({ ...shellJob(program), fanOut });
  await expect(local.whenOver(id)).resolves.toMatchObject({
    outcome: { status: 'failed', class: 'container-exit', exitCode: 1 },
    tasks: { total: 6, succeeded: 3, failed: 3 },
  });
  const ask = async () =>
    Retry.parse(await (await local.request('POST', `/api/jobs/${id}/retry-failed`)).json());
  const retry = await ask();
  expect(retry.retryOf).toBe(id);
  await expect(ask()).resolves.toMatchObject({ id: retry.id });
  await expect(local.whenOver(retry.id)).resolves.toMatchObject({
    outcome: { status: 'failed' },
    tasks: { total: 3, succeeded: 0, failed: 3 },
  });
}, 120_000);

/** Reads its list both ways, and says that the item `b` went wrong. */
const packedProgram = `(async () => {
  const items = await (await fetch(process.env.ITEMS_URL)).json();
  if (JSON.stringify(items) !== process.env.ITEMS) process.exit(9);
  const url = new URL(process.env.OUTPUT_URL);
  url.pathname += 'items.json';
  const body = JSON.stringify(items.map((item, index) => ({ index, ok: item !== 'b', message: 'is b' })));
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/json' };
  const { ok } = await fetch(url, { method: 'PUT', headers, body });
  process.exit(ok ? 0 : 8);
})()`;

test('a group of several items reads them as a list and says how each went', async () => {
  const image = 'durable-aci/sentiment:latest';
  const properties = { image, command: ['node', '-e', packedProgram] };
  const group = { properties: { containers: [{ name: 'main', properties }] } };
  const fanOut = { items: ['a', 'b', 'c'], itemsPerGroup: 2, toleratedFailurePercentage: 34 };
  const id = await local.api.post({ group, fanOut });
  await expect(local.whenOver(id)).resolves.toMatchObject({
    outcome: { status: 'succeeded' },
    tasks: { total: 2, succeeded: 2 },
  });
  const status: unknown = await (await local.request('GET', `/api/jobs/${id}`)).json();
  expect(status).toMatchObject({ items: { total: 3, succeeded: 2, failed: 1 } });
}, 120_000);
