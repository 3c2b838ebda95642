import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobActivities } from '../../support/job-activities.ts';
import { jobId, JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { strideOf } from '../../support/thorough.ts';
import { seededRandom } from '../random.ts';
import { HostDeaths, type Moment } from './host-deaths.ts';
import { examples, expectOnce } from './specs.ts';

beforeAll(registerOrchestrators);

/** A job whose host dies at those calls that `isDue` names. */
async function ran(
  example: (typeof examples)[string] & object,
  isDue: (call: number) => Moment | undefined,
  cancelAt = -1,
): Promise<{ world: JobWorld; deaths: HostDeaths }> {
  const deaths = new HostDeaths(isDue);
  const { behaviourOf, spec } = example;
  const world = new JobWorld(spec, {
    ...(behaviourOf && { behaviourOf }),
    wrap: deaths.wrap,
    beforeStep: async (step, current) => {
      if (step === cancelAt) await current.cancel();
    },
  });
  deaths.around('groups', world.groups);
  deaths.around('store', world.store);
  deaths.around('artifacts', world.artifacts);
  const { notifications, replies, regions } = world.deps;
  for (const [what, port] of Object.entries({ notifications, replies }))
    if (port) deaths.around(what, port, ['send']);
  deaths.around('regions', regions);
  await world.store.updateJob(jobId, { reply: { queue: 'job-replies', correlationId: 'c-1' } });
  await world.run();
  return { world, deaths };
}

const steps = [...jobActivities, 'sendReply'];

describe.each(Object.entries(examples))('%s', (name, example) => {
  const isKept = 'keepOnFailure' in example.spec;

  test.each(['before', 'after'] as const)(
    'the host dies %s any call of any step: its outcome is the same, every group is made once and none is left',
    async (moment) => {
      const { calls } = (await ran(example, () => undefined)).deaths;
      for (const step of steps)
        expect(calls.some((call) => call.startsWith(`${step}: `))).toBe(true);
      const first = moment === 'before' ? 0 : strideOf(5) - 1;
      for (let at = first; at < calls.length; at += strideOf(5)) {
        const { world, deaths } = await ran(example, (call) => (call === at ? moment : undefined));
        try {
          expect(deaths.interrupted).toHaveLength(1);
          expectOnce(world, example, isKept);
          expectTold(world);
        } catch (error) {
          throw new Error(`${name}: the host died ${moment} ${String(calls[at])}`, {
            cause: error,
          });
        }
      }
    },
    120_000,
  );

  test('the host dies again and again: the same', async () => {
    for (let seed = 1; seed <= 40; seed += strideOf(5)) {
      const { world, deaths } = await ran(example, often(seed));
      expect(deaths.interrupted.length).toBeGreaterThan(0);
      expectOnce(world, example, isKept);
      expectTold(world);
    }
  }, 60_000);

  test('cancelled while the host dies again and again: it is cancelled, or was over, and nothing is left', async () => {
    const { steps } = (await ran(example, () => undefined)).world.engine;
    expect(steps).toBeGreaterThan(20);
    const stride = Math.ceil(steps / 40) * strideOf(5);
    for (let cancelAt = 0; cancelAt <= steps; cancelAt += stride) {
      const { world } = await ran(example, often(cancelAt), cancelAt);
      const isCancelled = world.job.outcome?.status === 'cancelled';
      const { created } = world.groups;
      const outcome = isCancelled ? { status: 'cancelled' } : example.outcome;
      const hasKept = isKept && world.job.cleanup === 'leftToSweeper';
      expectOnce(world, { ...example, outcome, groups: [...new Set(created)] }, hasKept);
      expectTold(world);
    }
  }, 60_000);
});

/** At every tenth call, by a seed. */
function often(seed: number): () => Moment | undefined {
  const random = seededRandom(seed);
  return () => {
    const drawn = random();
    if (drawn < 0.05) return 'before';
    return drawn < 0.1 ? 'after' : undefined;
  };
}

/** Whoever is to be told is, by one message that may be repeated. */
function expectTold({ replies, notices, artifacts, job }: JobWorld): void {
  expect(new Set(replies.map(({ messageId }) => messageId))).toEqual(new Set([`reply-${job.id}`]));
  expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
  const hasNotify = [...artifacts.blobs.values()].some((text) => text.includes('job-notices'));
  expect(new Set(notices.map(({ id }) => id)).size).toBe(hasNotify ? 1 : 0);
}
