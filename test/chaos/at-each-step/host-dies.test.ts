import { beforeAll, describe, expect, test } from '@jest/globals';
import { JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { seededRandom } from '../random.ts';
import { HostDeaths, type Moment } from './host-deaths.ts';
import { examples, expectOnce } from './specs.ts';

beforeAll(registerOrchestrators);

/** A job whose host dies at those calls that `isDue` names. */
async function ran(
  example: (typeof examples)[string] & object,
  isDue: (call: number) => Moment | undefined,
): Promise<{ world: JobWorld; deaths: HostDeaths }> {
  const deaths = new HostDeaths(isDue);
  const { behaviourOf, spec } = example;
  const world = new JobWorld(spec, { ...(behaviourOf && { behaviourOf }), wrap: deaths.wrap });
  deaths.around('groups', world.groups);
  deaths.around('store', world.store);
  deaths.around('artifacts', world.artifacts);
  await world.run();
  return { world, deaths };
}

const steps = [
  'planJob',
  'createGroup',
  'readGroup',
  'collectAttempt',
  'deleteOrHandOver',
  'recordTask',
  'finishJob',
];

describe.each(Object.entries(examples))('%s', (name, example) => {
  const isKept = 'keepOnFailure' in example.spec;

  test.each(['before', 'after'] as const)(
    'the host dies %s any call of any step: its outcome is the same, every group is made once and none is left',
    async (moment) => {
      const { calls } = (await ran(example, () => undefined)).deaths;
      for (const step of steps)
        expect(calls.some((call) => call.startsWith(`${step}: `))).toBe(true);
      for (const at of calls.keys()) {
        const { world, deaths } = await ran(example, (call) => (call === at ? moment : undefined));
        try {
          expect(deaths.interrupted).toHaveLength(1);
          expectOnce(world, example, isKept);
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
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = seededRandom(seed);
      const { world, deaths } = await ran(example, () => {
        const drawn = random();
        if (drawn < 0.05) return 'before';
        return drawn < 0.1 ? 'after' : undefined;
      });
      expect(deaths.interrupted.length).toBeGreaterThan(0);
      expectOnce(world, example, isKept);
    }
  }, 60_000);
});
