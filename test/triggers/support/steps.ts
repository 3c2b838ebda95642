import { parseJobSpec } from '../../../jobs/job-spec.ts';
import { newStepRows } from '../../../jobs/steps/rows.ts';
import { World } from './world.ts';

export const group = { properties: { containers: [{ name: 'main', properties: { image: 'i' } }] } };
export const job = { group };
export const steps = [
  { name: 'build', job, compensate: { job } },
  { name: 'one', approval: {} },
  { name: 'two', approval: {}, dependsOn: ['build'] },
  { name: 'ship', job, dependsOn: ['one', 'two'] },
];
export const succeeded = { status: 'succeeded' } as const;

/** A job of these steps that is under way: its first is done, those that ask do so. */
export async function worldOf(asking: readonly string[] = ['one', 'two']): Promise<World> {
  const world = new World();
  await world.hasJob({ tasksTotal: 0, stepsTotal: 4 });
  const parsed = parseJobSpec({ steps });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const rows = newStepRows(parsed.spec).map((row) => ({
    ...row,
    ...(row.name === 'build' && {
      state: 'over' as const,
      outcome: succeeded,
      startedAt: world.time.toISOString(),
    }),
    ...(asking.includes(row.name) && { state: 'running' as const }),
  }));
  await world.store.addSteps('job1', rows);
  return world;
}
