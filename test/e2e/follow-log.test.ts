import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { shellJob } from '../support/shell-job.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

test('a log that is followed comes line after line while its container runs, and ends with its task', async () => {
  const id = await local.api.post(
    shellJob('for i in 1 2 3; do echo line $i; sleep 2; done; sleep 600'),
  );
  const reply = await local.request(
    'GET',
    `/api/jobs/${id}/logs?follow=true&task=0&container=main`,
  );
  expect(reply.status).toBe(200);
  const pieces: string[] = [];
  for await (const piece of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    pieces.push(piece);
    if (!pieces.join('').endsWith('line 3\n')) continue;
    // Nothing but a cancel ends this container.
    await expect(local.api.get(id)).resolves.toMatchObject({ phase: 'running' });
    await local.request('POST', `/api/jobs/${id}/cancel`);
  }
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join('')).toBe('line 1\nline 2\nline 3\n');
  await expect(local.whenOver(id)).resolves.toMatchObject({ outcome: { status: 'cancelled' } });
}, 60_000);
