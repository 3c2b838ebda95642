import { beforeAll, describe, expect, test } from '@jest/globals';
import { jobId, JobWorld } from '../../support/job-world.ts';
import { registerOrchestrators } from '../../support/register.ts';
import { container, endsOf, exits, resume, undoable } from '../support/steps-world.ts';

beforeAll(registerOrchestrators);

const steps = [undoable('f1'), undoable('f2'), container('f3')];

async function stepsOf(): Promise<number> {
  return (await new JobWorld({ steps }, exits({})).run()).engine.steps;
}

const minutes = ({ job }: JobWorld): number =>
  (Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt)) / 60_000;

describe('somebody terminates, at any moment,', () => {
  test.each([
    ['the job of a step', 'job1-s1'],
    ['what runs a step', 'job1-step-1'],
    ['what waits for a step', 'job1-await-1'],
    ['what runs the last step', 'job1-step-2'],
    ['a task of the job of a step', 'job1-s1-task-0'],
  ])(
    '%s: the job ends soon, what has succeeded is undone, and nothing is left under way',
    async (_, id) => {
      const last = await stepsOf();
      const seen = new Set<string>();
      for (let at = 0; at <= last; at += 9) {
        const world = new JobWorld(
          { steps },
          {
            ...exits({}),
            beforeStep: (step, { engine }) => {
              if (step === at) engine.terminate(id);
            },
          },
        );
        await world.run();
        const { status } = world.job.outcome ?? {};
        expect(world.job.phase).toBe('over');
        expect(world.engine.executions.filter((one) => one.status === 'running')).toEqual([]);
        expect(world.groups.groups.size).toBe(0);
        expect(minutes(world)).toBeLessThan(15);
        const ends = await endsOf(world);
        const isUndone = status !== 'succeeded' && ends['f1'] === 'succeeded';
        expect(world.groups.created.includes('job1-c0-0-1')).toBe(isUndone);
        seen.add(status ?? '');
      }
      expect(seen).toContain('succeeded');
      expect([...seen].length).toBeGreaterThan(1);
    },
    60_000,
  );

  test('the whole: what had begun comes to its end, then it is started again, and undone unless all was done', async () => {
    const last = await stepsOf();
    const seen = new Set<string>();
    for (let at = 1; at < last - 4; at += 12) {
      const world = new JobWorld(
        { steps },
        {
          ...exits({}),
          beforeStep: async (step, current) => {
            if (step === at) current.engine.terminate(jobId);
            if (step === at + 3) await resume(current);
          },
        },
      );
      await world.run();
      expect(world.job.phase).not.toBe('over');
      await resume(world);
      await world.engine.run();
      const { f1, f3 } = await endsOf(world);
      const status = f3 === 'succeeded' ? 'succeeded' : 'cancelled';
      expect(world.job.outcome).toEqual({ status });
      const made = world.groups.created;
      expect(new Set(made).size).toBe(made.length);
      expect(world.groups.groups.size).toBe(0);
      const isUndone = f1 === 'succeeded' && status === 'cancelled';
      expect(made.includes('job1-c0-0-1')).toBe(isUndone);
      seen.add(`${status} ${String(isUndone)}`);
    }
    expect(seen).toContain('cancelled true');
  }, 60_000);

  test('what undoes a step: the others are undone all the same', async () => {
    const world = new JobWorld(
      { steps },
      {
        ...exits({ 'job1-s2': 1 }),
        beforeStep: (_, { engine, groups }) => {
          if (groups.created.includes('job1-c1-0-1')) engine.terminate('job1-c1');
        },
      },
    );
    await world.run();
    expect(world.groups.created.at(-1)).toBe('job1-c0-0-1');
    const rows = await world.store.listSteps(jobId);
    expect(rows.map(({ compensation }) => compensation?.outcome?.status)).toEqual([
      'succeeded',
      'failed',
      undefined,
    ]);
    expect(world.store.jobs.get('job1-c1')).toMatchObject({ phase: 'over' });
    expect(world.groups.groups.size).toBe(0);
  });
});
