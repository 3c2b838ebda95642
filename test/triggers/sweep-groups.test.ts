import { describe, expect, test } from '@jest/globals';
import { sweepGroups } from '../../triggers/sweep-groups.ts';
import { World } from './support/world.ts';

const minute = 60_000;

async function worldWith(groups: Record<string, Record<string, string>>): Promise<World> {
  const world = new World();
  const [target] = world.settings.targets;
  for (const [name, tags] of Object.entries(groups)) {
    if (target) await world.groups.create(target, { name, location: '', tags, containers: [] });
  }
  return world;
}

const at = (world: World, minutes: number): string =>
  new Date(world.time.getTime() + minutes * minute).toISOString();
const left = (world: World): string[] => [...world.groups.groups.keys()];
const start = new World();
const ours = { owner: 'us', kind: 'job', job: 'job1', leaseUntil: at(start, 60) };

describe('the sweeper', () => {
  test('deletes what outlived its lease by ten minutes, and nothing before', async () => {
    const world = await worldWith({ g: { ...ours, leaseUntil: at(start, -9) } });
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual(['g']);
    world.time = new Date(world.time.getTime() + 2 * minute);
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual([]);
    expect(world.log.at(-1)).toBe('sweeper deletes: 1');
    expect([...world.store.swept]).toEqual(['g']);
  });

  test('deletes what outlived its job by ten minutes, and clears what was pending', async () => {
    const world = await worldWith({ g: ours });
    await world.hasJob({ phase: 'over', cleanup: 'leftToSweeper', finishedAt: at(start, -11) });
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual([]);
    await expect(world.store.readJob('job1')).resolves.toMatchObject({ cleanup: 'deleted' });
  });

  test('leaves a group that is kept until that is over, and a day after its job at most', async () => {
    const kept = { ...ours, kept: 'true' };
    const world = await worldWith({
      short: { ...kept, leaseUntil: at(start, 120) },
      forged: { ...kept, leaseUntil: at(start, 100_000) },
    });
    await world.hasJob({ phase: 'over', cleanup: 'leftToSweeper', finishedAt: at(start, 0) });
    const seen: string[][] = [];
    for (const minutes of [129, 131, 24 * 60 + 9, 24 * 60 + 11]) {
      world.time = new Date(start.time.getTime() + minutes * minute);
      await sweepGroups(world, world.context);
      seen.push(left(world));
    }
    expect(seen).toEqual([['short', 'forged'], ['forged'], ['forged'], []]);
    await expect(world.store.readJob('job1')).resolves.toMatchObject({ cleanup: 'deleted' });
  });

  test('leaves the groups of jobs that run or have just ended', async () => {
    const world = await worldWith({ a: ours, b: { ...ours, job: 'job2' } });
    await world.hasJob();
    const cleanup = 'leftToSweeper';
    await world.hasJob({ id: 'job2', phase: 'over', cleanup, finishedAt: at(start, -1) });
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual(['a', 'b']);
    expect(world.log.at(-1)).toBe('sweeper deletes: 0');
    await expect(world.store.readJob('job2')).resolves.toMatchObject({ cleanup });
  });

  test("never touches another deployment's groups, nor what is no job's", async () => {
    const expired = { ...ours, leaseUntil: at(start, -100) };
    const world = await worldWith({
      theirs: { ...expired, owner: 'them' },
      untagged: {},
      service: { ...expired, kind: 'service' },
      noLease: { owner: 'us', kind: 'job', job: 'job1' },
      badLease: { ...ours, leaseUntil: 'soon' },
    });
    await sweepGroups(world, world.context);
    expect(left(world)).toHaveLength(5);
  });

  test('goes on when a group cannot be deleted, and takes it next time', async () => {
    const expired = { ...ours, leaseUntil: at(start, -100) };
    const world = await worldWith({ a: expired, b: expired, c: expired });
    const remove = world.groups.delete.bind(world.groups);
    world.groups.delete = (target, name) =>
      name === 'b' ? Promise.reject(new Error('409')) : remove(target, name);
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual(['b']);
    world.groups.delete = remove;
    await sweepGroups(world, world.context);
    expect(left(world)).toEqual([]);
    expect([...world.store.swept].sort()).toEqual(['a', 'b', 'c']);
  });

  test('clears a pending cleanup when somebody else has deleted the group', async () => {
    const world = new World();
    await world.hasJob({ phase: 'over', cleanup: 'leftToSweeper', finishedAt: at(start, -60) });
    await sweepGroups(world, world.context);
    await expect(world.store.readJob('job1')).resolves.toMatchObject({ cleanup: 'deleted' });
  });
});
