import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { collectAttempt } from '../../activities/collect-attempt.ts';
import { AzureMetrics } from '../../clients/azure/metrics.ts';
import { groupNameOf } from '../../jobs/attempt.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { journal } from '../local/aci/support/controls.ts';
import type { TestEmulator } from '../local/aci/support/in-process.ts';
import { ranOnArm, scriptJob, useArm } from '../support/arm-world.ts';
import { jobId, type JobWorld, target } from '../support/job-world.ts';

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: 4_102_444_800_000 }),
};

let emulator: TestEmulator;
useArm((started) => {
  emulator = started;
});

/** How often ARM was asked for metrics. */
async function asked(): Promise<number> {
  const text = JSON.stringify(await journal(emulator));
  return text.match(/"operation":"Metrics_List"/g)?.length ?? 0;
}

test('a job that is much smaller than its group is advised a smaller one, for one more call of ARM', async () => {
  const metrics = new AzureMetrics({ endpoint: emulator.armHttps, credential });
  const done = path.join(emulator.folder, 'done');
  let current: JobWorld | undefined;
  let calls = 0;
  /** The container ends when enough of its minutes, which pass with each look at it, have been measured. */
  const endLater = async (): Promise<void> => {
    const to = new Date(emulator.clock.now().getTime() + 60_000);
    const from = new Date(to.getTime() - 3 * 3_600_000);
    const name = groupNameOf({ jobId, task: 0, attempt: 1 });
    const [use] = await metrics.measured(target, name, { from, to }).catch(() => []);
    if ((use?.minutes ?? 0) > 6) await writeFile(done, '');
  };
  const script = `while [ ! -e ${done} ]; do sleep 0.1; done`;
  const world = await ranOnArm(emulator, scriptJob(script, { timeout: 'P6D' }), {
    patienceMs: 200,
    beforeStep: async (_, here) => {
      current = here;
      await endLater();
    },
    wrap: (name, handler) => async (input, context) => {
      if (name !== 'collectAttempt' || !current) {
        const result: unknown = await handler(input, context);
        return result;
      }
      const before = await asked();
      const result: unknown = await collectAttempt({ ...current.deps, metrics })(input, context);
      calls += (await asked()) - before;
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
  expect(calls).toBe(1);
});
