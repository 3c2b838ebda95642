import { describe, expect, test } from '@jest/globals';
import type { KeptOfJobs } from '../../clients/ports.ts';
import { retain } from '../../triggers/retention.ts';
import { World } from './support/world.ts';

const days = { history: 20, files: 10, logs: 5, results: 30, rows: 30 };
const daysAgo = (world: World, count: number): Date =>
  new Date(world.time.getTime() - count * 24 * 60 * 60 * 1000);

/** What a run deletes; `fails` names what can not be deleted. */
async function ranOn(world: World, { fails = '', retentionDays = days } = {}): Promise<string[]> {
  const deleted: string[] = [];
  const note = <T>(what: string, result: T): Promise<T> => {
    if (what === fails) return Promise.reject(new Error('403'));
    deleted.push(what);
    return Promise.resolve(result);
  };
  const kept: KeptOfJobs = {
    deleteFiles: (kind, jobId) => note(`${kind} of ${jobId}`, 1),
    deleteRows: (jobId) => note(`rows of ${jobId}`, undefined),
    deleteClaims: (before) => note(`claims before ${before.toISOString()}`, 1),
  };
  const histories = {
    purge: (before: Date) => note(`histories before ${before.toISOString()}`, 7),
  };
  const settings = { ...world.settings, retentionDays };
  await retain({ store: world.store, settings, now: world.now, kept }, histories, world.context);
  return deleted;
}

const over = (world: World, id: string, count: number) =>
  world.hasJob({ id, phase: 'over', finishedAt: daysAgo(world, count).toISOString() });

describe('the retention', () => {
  test('deletes of each job what has been kept for its days since the job ended, the rows last', async () => {
    const world = new World();
    await over(world, 'a4', 4);
    await over(world, 'b6', 6);
    await over(world, 'c11', 11);
    await over(world, 'd31', 31);
    const deleted = await ranOn(world);
    const of = (id: string) => deleted.filter((what) => what.endsWith(` of ${id}`));
    expect(of('a4')).toEqual([]);
    expect(of('b6')).toEqual(['logs of b6']);
    expect(of('c11')).toEqual(['files of c11', 'logs of c11']);
    expect(of('d31')).toEqual(['files of d31', 'logs of d31', 'results of d31', 'rows of d31']);
    expect(world.log).toContain('retention deletes: 6 blobs, 7 histories');
  });

  test('leaves a job alone that is not over, however old', async () => {
    const world = new World();
    await world.hasJob({ id: 'old', createdAt: daysAgo(world, 99).toISOString() });
    expect((await ranOn(world)).filter((what) => what.includes('old'))).toEqual([]);
  });

  test('deletes claims with the rows, and histories by days of their own', async () => {
    const world = new World();
    expect(await ranOn(world)).toEqual([
      `claims before ${daysAgo(world, 30).toISOString()}`,
      `histories before ${daysAgo(world, 20).toISOString()}`,
    ]);
  });

  test('keeps the row of a job whose files could not be deleted, and goes on with the others', async () => {
    const world = new World();
    await over(world, 'a31', 31);
    await over(world, 'b31', 31);
    const deleted = await ranOn(world, { fails: 'logs of a31' });
    expect(deleted).not.toContain('rows of a31');
    expect(deleted).toContain('rows of b31');
    expect(deleted).toHaveLength(7);
    expect(world.log.join('\n')).toContain('could not delete what is kept of job a31');
  });

  test('deletes nothing where nobody says for how long things are kept', async () => {
    const world = new World();
    await over(world, 'old', 999);
    const none = { store: world.store, settings: world.settings, now: world.now };
    const never = () => Promise.reject(new Error('not this'));
    const kept = { deleteFiles: never, deleteRows: never, deleteClaims: never };
    await retain({ ...none, kept }, { purge: never }, world.context);
    expect(world.log).toEqual([]);
  });
});
