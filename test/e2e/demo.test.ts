import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { recorderArgs } from '../contract/arm/recorder-args.ts';

const Report = z.object({
  jobs: z.array(
    z.object({
      id: z.string(),
      trigger: z.string(),
      workload: z.string().nullable(),
      tasks: z.int(),
      outcome: z.string(),
      class: z.string().nullable(),
      exitCode: z.int().nullable(),
      seconds: z.number(),
      costUsd: z.number(),
      results: z.array(z.string()),
      logs: z.array(z.string()),
    }),
  ),
  logicAppResultIsEqual: z.boolean(),
  containerGroupsLeft: z.int(),
  sweeperDeletes: z.int(),
  emulatorProcessesLeft: z.int(),
  stack: z.record(z.string(), z.string()),
});

test('the demo runs a job through each trigger and leaves nothing behind', async () => {
  const file = path.resolve('.local', 'test-demo.json');
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...recorderArgs(),
    'local/demo/main.ts',
    '--json',
    file,
  ]);
  const report = Report.parse(JSON.parse(await readFile(file, 'utf8')));
  await rm(file);
  expect(stdout).toContain('container groups left: 0');
  expect(stdout).toContain('sweeper deletes: 0');
  expect(report).toMatchObject({
    containerGroupsLeft: 0,
    sweeperDeletes: 0,
    emulatorProcessesLeft: 0,
  });
  const [blob, http, queue, serviceBus, logicApp] = report.jobs;

  expect(blob).toMatchObject({ trigger: 'blob', workload: 'sentiment', outcome: 'succeeded' });
  const sentiment = blob?.results.find((name) => name.endsWith('sentiment.json')) ?? '';
  const scored = z
    .object({ documents: z.array(z.object({ id: z.string(), meanCompound: z.number() })) })
    .parse(JSON.parse(await readFile(sentiment, 'utf8')));
  expect(scored.documents.length).toBeGreaterThanOrEqual(200);

  expect(http).toMatchObject({ trigger: 'http', workload: 'render', outcome: 'succeeded' });
  expect(http?.tasks).toBeGreaterThanOrEqual(7);
  const picture = http?.results.find((name) => name.endsWith('render.png')) ?? '';
  // The width in the header of a PNG: https://www.w3.org/TR/png-3/#11IHDR
  expect((await readFile(picture)).readUInt32BE(16)).toBe(480);

  expect(queue).toMatchObject({
    trigger: 'queue',
    outcome: 'failed',
    class: 'container-exit',
    exitCode: 3,
  });
  const log = await readFile(queue?.logs[0] ?? '', 'utf8');
  expect(log).toContain('the input makes no sense');
  expect(serviceBus).toMatchObject({ trigger: 'serviceBus', outcome: 'succeeded' });
  expect(logicApp).toMatchObject({ trigger: 'logicApp', outcome: 'succeeded' });
  expect(report.logicAppResultIsEqual).toBe(true);
}, 240_000);
