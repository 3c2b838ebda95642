import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AdmissionWorld, registerAdmission } from './support/admission-world.ts';

beforeAll(registerAdmission);

let world: AdmissionWorld;
beforeEach(() => {
  world = new AdmissionWorld({ cores: 2 });
});

describe('the right to make a group', () => {
  test('is there at once where there is room, and takes one question', async () => {
    world.hold('a', 1, 60);
    await world.run();
    expect(world.ends).toEqual([{ name: 'a-0-1', result: 'granted', running: 1, from: 0, to: 60 }]);
    expect(world.calls).toEqual([]);
  });

  test('is waited for, and comes as soon as another is given back', async () => {
    world.hold('a', 5, 60);
    await world.run();
    expect(world.region.mostCores).toBe(2);
    expect(world.ends.map(({ from }) => from)).toEqual([0, 0, 60, 60, 120]);
  });

  test('comes a little later when every wake is lost', async () => {
    world.losesWakes = true;
    world.hold('a', 5, 60);
    await world.run();
    expect(world.region.mostCores).toBe(2);
    expect(world.ends).toHaveLength(5);
    expect(Math.max(...world.ends.map(({ to }) => to))).toBeLessThan(180 + 3 * 40);
  });

  test('comes in turn to every job, however many tasks another has', async () => {
    world.hold('many', 40, 60);
    world.hold('few', 2, 60);
    await world.run();
    const few = world.ends.filter(({ name }) => name.startsWith('few'));
    expect(few.map(({ to }) => to)).toEqual([120, 180]);
  });

  test('comes to two jobs by their weights, however many of each wait', async () => {
    world = new AdmissionWorld({ cores: 8 });
    world.hold('light', 100, 60);
    world.hold('heavy', 100, 60, { weight: 3 });
    await world.run();
    const granted = world.ends.filter(({ from }) => from >= 60 && from < 960);
    const heavy = granted.filter(({ name }) => name.startsWith('heavy'));
    expect(heavy.length / granted.length).toBeCloseTo(3 / 4, 1);
    expect(world.region.mostCores).toBe(8);
  });

  test('of a large group is told to be impossible where the region has not so many cores', async () => {
    world.hold('a', 1, 60);
    world.hold('b', 1, 60, { cores: 3 });
    world.hold('c', 2, 60);
    await world.run();
    const end = world.ends.find(({ name }) => name === 'b-0-1');
    expect(end).toMatchObject({ result: 'refused', message: expect.stringContaining('3 cores') });
  });

  test('is given up when the deadline of the job comes first', async () => {
    world.hold('a', 3, 600, { deadlineSeconds: 90 });
    await world.run();
    expect(world.ends.find(({ name }) => name === 'a-2-1')).toMatchObject({
      result: 'notNeeded',
      outcome: { status: 'timedOut' },
      from: 90,
    });
  });

  test('is had by everybody when the entity fails', async () => {
    world = new AdmissionWorld({ cores: 5 });
    world.breakEntity();
    world.hold('a', 5, 60);
    await world.run();
    expect(world.ends.map(({ result }) => result)).toEqual(Array(5).fill('granted'));
  });
});

describe('a job that is stopped', () => {
  test.each<['cancelled' | 'itemFailed', 'cancelled' | 'skipped']>([
    ['cancelled', 'cancelled'],
    ['itemFailed', 'skipped'],
  ])('(%s) gives up all its places within half a minute', async (stop, status) => {
    world.hold('stopper', 1, 100);
    world.hold('a', 30, 3600);
    world.onDelete = (name) => (name === 'stopper-0-1' ? world.stop('a', stop) : undefined);
    await world.run();
    const left = world.ends.filter(({ result }) => result === 'notNeeded');
    expect(left).toHaveLength(28);
    for (const { outcome, from } of left) {
      expect(outcome).toEqual({ status });
      expect(from).toBeLessThanOrEqual(130);
    }
  });
});

describe('what a job waits for', () => {
  test('is shown with its place, and no more when it waits no more', async () => {
    world.hold('a', 4, 60);
    await world.run();
    expect(world.store.jobs.get('a')?.waitingFor).toBeUndefined();
    expect(world.everShown).toContainEqual({ what: 'quota', place: 1 });
  });
});

describe('Azure', () => {
  test('is asked once by those that have to wait, and what it says counts', async () => {
    world = new AdmissionWorld({ cores: 20 });
    world.hold('a', 30, 60);
    await world.run();
    expect(world.region.mostCores).toBe(20);
    expect(world.calls.filter((name) => name === 'surveyRegion')).toHaveLength(1);
  });

  test('that cannot be asked keeps nobody waiting for ever', async () => {
    world.surveyFails = true;
    world.hold('a', 30, 60);
    await world.run();
    expect(world.ends.every(({ result }) => result === 'granted')).toBe(true);
  });
});

test('waits go on over continueAsNew', async () => {
  world.losesWakes = true;
  world.hold('a', 3, 3000);
  await world.run();
  expect(world.ends.map(({ from }) => from).at(-1)).toBeLessThan(3000 + 60);
  expect(world.engine.executions.filter(({ name }) => name === 'admit').length).toBeGreaterThan(3);
});
