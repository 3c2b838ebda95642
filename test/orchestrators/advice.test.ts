import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { collectAttempt } from '../../activities/collect-attempt.ts';
import { AzureMetrics } from '../../clients/azure/metrics.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { journal } from '../local/aci/support/controls.ts';
import type { TestEmulator } from '../local/aci/support/in-process.ts';
import { ranOnArm, scriptJob, startArm } from '../support/arm-world.ts';
import type { JobWorld } from '../support/job-world.ts';
import { registerOrchestrators } from '../support/register.ts';

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: 4_102_444_800_000 }),
};

let emulator: TestEmulator;
beforeAll(async () => {
  registerOrchestrators();
  emulator = await startArm();
});
afterAll(() => emulator.stop());

test('a job that is much smaller than its group is advised a smaller one, for one more call of ARM', async () => {
  const metrics = new AzureMetrics({ endpoint: emulator.armHttps, credential });
  let current: JobWorld | undefined;
  const world = await ranOnArm(emulator, scriptJob('sleep 4', { timeout: 'P1D' }), {
    // It is looked at so often that an hour or more goes by in these seconds.
    patienceMs: 200,
    beforeStep: (_, here) => {
      current = here;
    },
    wrap: (name, handler) => async (input, context) => {
      const run =
        name === 'collectAttempt' && current
          ? collectAttempt({ ...current.deps, metrics })
          : handler;
      const result: unknown = await run(input, context);
      return result;
    },
  });
  const status = statusOf(world.job, '', await world.tasks());
  expect(status.outcome).toEqual({ status: 'succeeded' });
  expect(status.advice).toEqual([
    expect.stringMatching(
      /^main used at most \d+ MB of 1\.5 GB: memoryInGB 1 would do, and saves \$/,
    ),
  ]);
  const calls = JSON.stringify(await journal(emulator)).match(/"operation":"Metrics_List"/g);
  expect(calls).toHaveLength(1);
});
