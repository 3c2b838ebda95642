import { beforeAll, expect, test } from '@jest/globals';
import { AdmissionWorld, registerAdmission } from './support/admission-world.ts';

beforeAll(registerAdmission);

test.each([
  ['the cores', 150, (1000 / 10) * 150],
  ['the creates', 60, 3 * 3600 + 300],
])(
  '1,000 tasks on ten cores never exceed them, are never refused, and take at most 10%% more than %s allow',
  async (_, seconds, floor) => {
    const world = new AdmissionWorld({ cores: 10 });
    world.holdInLanes('big', 20, 50, seconds);
    await world.run();
    expect(world.ends.filter(({ result }) => result === 'granted')).toHaveLength(1000);
    expect(world.region.mostCores).toBe(10);
    expect(world.region.refusals).toBe(0);
    expect(world.largestState).toBeLessThan(20_000);
    expect(world.seconds).toBeGreaterThanOrEqual(floor);
    expect(world.seconds).toBeLessThanOrEqual(1.1 * floor + seconds);
  },
  300_000,
);
