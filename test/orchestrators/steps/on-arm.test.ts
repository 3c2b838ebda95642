import { describe, expect, test } from '@jest/globals';
import type { TestEmulator } from '../../local/aci/support/in-process.ts';
import {
  fate,
  groupsOf,
  madeGroups,
  ranOnArm,
  scriptJob,
  useArm,
} from '../../support/arm-world.ts';
import { endsOf, writing } from '../support/steps-world.ts';

let arm: TestEmulator;
useArm((emulator) => {
  arm = emulator;
});

/** A step of one container that runs this script. */
const script = (name: string, text: string, more: object = {}, job: object = {}) => ({
  name,
  job: { ...scriptJob(text), retry: { backoff: { first: 'PT5S' } }, ...job },
  ...more,
});
const undone = { compensate: { job: scriptJob('exit 0') } };

describe('a chain of containers, made through ARM', () => {
  test('runs, each reading what the one before it wrote', async () => {
    const inputs = [{ step: 'f1', blob: 'data.csv' }];
    const steps = [
      script('f1', 'exit 0'),
      script(
        'f2',
        'case "$INPUT_URL" in *job1-s0/data.csv*) exit 0;; *) exit 4;; esac',
        {},
        {
          artifacts: { inputs },
        },
      ),
      script('f3', 'exit 0'),
      script('f4', 'test "$JOB_ID" = job1-s3'),
    ];
    const world = await ranOnArm(arm, { steps }, writing({ 'job1-s0/data.csv': 'a' }));
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    expect(await madeGroups(arm)).toEqual([0, 1, 2, 3].map((step) => `job1-s${step}-0-1`));
    expect(await groupsOf(arm)).toBe(0);
  }, 60_000);

  test('of which the third fails is undone, the second before the first', async () => {
    const steps = [
      script('f1', 'exit 0', undone),
      script('f2', 'exit 0', undone),
      script('f3', 'exit 5', undone),
      script('f4', 'exit 0', undone),
    ];
    const world = await ranOnArm(arm, { steps });
    expect(world.job).toMatchObject({ outcome: { exitCode: 5 }, cleanup: 'deleted' });
    expect(await madeGroups(arm)).toEqual(
      ['s0', 's1', 's2', 'c1', 'c0'].map((which) => `job1-${which}-0-1`),
    );
    expect(await groupsOf(arm)).toBe(0);
  }, 60_000);

  test.each([
    ['a region without room', 'capacity:at=once'],
    ['an image that is slow', 'pullSlow:seconds=30'],
    ['a group that is stuck', 'stuckPending'],
  ])(
    'outlives %s',
    async (_, lifecycle) => {
      await fate(arm, lifecycle);
      const world = await ranOnArm(arm, {
        steps: [script('f1', 'exit 0'), script('f2', 'exit 0')],
      });
      expect(await endsOf(world)).toEqual({ f1: 'succeeded', f2: 'succeeded' });
      expect(await groupsOf(arm)).toBe(0);
    },
    60_000,
  );
});
