import { expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { followLog, oneLogOf } from '../../triggers/follow-log.ts';
import { World } from './support/world.ts';

const log = { jobId: 'job1', task: 0, container: 'main' };

async function worldOf(spec: object = {}): Promise<World> {
  const world = new World();
  await world.hasJob();
  const containers = [{ name: 'main', properties: { image: 'i' } }];
  const parsed = parseJobSpec({
    completion: 'push',
    group: { properties: { containers } },
    ...spec,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const [target] = world.settings.targets;
  const itemCount = parsed.spec.fanOut ? 2 : 1;
  const plan = { spec: parsed.spec, target, location: 'westeurope', itemCount };
  await world.artifacts.saveJobFile('job1', 'plan.json', JSON.stringify(plan));
  return world;
}

test('a followed log comes as it is written, over attempts, until the task is over', async () => {
  const world = await worldOf();
  const { artifacts, store } = world;
  const steps = [
    () => artifacts.appendLog('job1', '0-1/main.txt', 0, 'one\n'),
    () => store.putTask('job1', 0, { group: 'job1-0-1', attempts: 1 }),
    () => artifacts.appendLog('job1', '0-1/main.txt', 4, 'two\n'),
    () => Promise.resolve(),
    () => store.putTask('job1', 0, { group: 'job1-0-2', attempts: 2 }),
    () => artifacts.appendLog('job1', '0-2/main.txt', 0, 'again\n'),
    async () => {
      const url = await artifacts.appendLog('job1', '0-2/main.txt', 6, 'end\n');
      await store.putTask('job1', 0, { state: 'over', logs: [url] });
    },
  ];
  const chunks: string[] = [];
  const pause = async (): Promise<void> => {
    await steps.shift()?.();
  };
  for await (const chunk of followLog(world, log, pause))
    chunks.push(Buffer.from(chunk).toString());
  expect(chunks).toEqual(['one\n', 'two\n', 'again\n', 'end\n']);
  expect(steps).toEqual([]);
});

test('what is followed is one log, which has to be chosen where there are several', async () => {
  const one = await worldOf();
  await expect(oneLogOf(one, 'job1', {})).resolves.toEqual(log);
  await expect(oneLogOf(one, 'job1', { container: 'side' })).resolves.toMatchObject({
    problem: { path: 'container' },
  });
  const many = await worldOf({ fanOut: { items: [1, 2] } });
  await expect(oneLogOf(many, 'job1', {})).resolves.toMatchObject({ problem: { path: 'task' } });
  await expect(oneLogOf(many, 'job1', { task: 1 })).resolves.toEqual({ ...log, task: 1 });
  await expect(oneLogOf(many, 'job1', { task: 2 })).resolves.toMatchObject({
    problem: { path: 'task' },
  });
  await expect(oneLogOf(new World(), 'job1', {})).resolves.toMatchObject({
    problem: { path: 'follow' },
  });
});
