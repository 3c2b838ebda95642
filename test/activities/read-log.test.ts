import { expect, test } from '@jest/globals';
import { archiveLogs, keepLogs } from '../../activities/read-log.ts';
import { planOfRunning } from '../../activities/job-files.ts';
import { JobWorld, jobId, oneContainer, target } from '../support/job-world.ts';

const attempt = { jobId, task: 0, attempt: 1, target };

/** A job whose only container has written `log`, which may be changed. */
async function worldOf(spec: object = {}) {
  const behaviour = { seconds: Infinity, log: '' };
  const world = new JobWorld({ group: oneContainer, ...spec }, { behaviourOf: () => behaviour });
  const { artifacts, groups } = world;
  const { planJob } = await import('../../activities/plan-job.ts');
  const { InvocationContext } = await import('@azure/functions');
  await planJob(world.deps)({ jobId }, new InvocationContext());
  const containers = [{ name: 'main', image: 'i', cpu: 1, memoryInGB: 1, environment: [] }];
  await groups.create(target, { name: `${jobId}-0-1`, location: '', tags: {}, containers });
  const plan = await planOfRunning(artifacts, jobId);
  const archived = () => artifacts.blobs.get(artifacts.logUrl(jobId, '0-1/main.txt'));
  return { world, plan, behaviour, archived };
}

test('what a container has written is kept while it runs, and completed at its end', async () => {
  const { world, plan, behaviour, archived } = await worldOf();
  behaviour.log = 'one\ntw';
  await keepLogs(world.deps, plan, attempt);
  expect(archived()).toBe('one\n');
  behaviour.log = 'one\ntwo\nthree';
  await keepLogs(world.deps, plan, attempt);
  await keepLogs(world.deps, plan, attempt);
  expect(archived()).toBe('one\ntwo\n');
  const urls = await archiveLogs(world.deps, plan, attempt);
  expect(urls).toEqual([world.artifacts.logUrl(jobId, '0-1/main.txt')]);
  expect(archived()).toBe('one\ntwo\nthree');
  await expect(archiveLogs(world.deps, plan, attempt)).resolves.toEqual(urls);
  expect(archived()).toBe('one\ntwo\nthree');
});

test('a look that was cut short between log and note of it adds nothing twice', async () => {
  const { world, plan, behaviour, archived } = await worldOf();
  behaviour.log = 'one\n';
  await keepLogs(world.deps, plan, attempt);
  const note = [...world.artifacts.blobs].find(([url]) => url.endsWith('/logs/0-1/main.json'));
  behaviour.log = 'one\ntwo\n';
  await keepLogs(world.deps, plan, attempt);
  world.artifacts.blobs.set(note?.[0] ?? '', note?.[1] ?? '');
  behaviour.log = 'one\ntwo\nthree\n';
  await keepLogs(world.deps, plan, attempt);
  expect(archived()).toBe('one\ntwo\nthree\n');
});

test('a log that the shim streamed is left as it is; without a shim ACI is asked', async () => {
  const { world, plan, behaviour, archived } = await worldOf({ completion: 'push' });
  behaviour.log = 'the end of it\n';
  await world.artifacts.createLog(jobId, '0-1/main.txt');
  await archiveLogs(world.deps, plan, attempt);
  expect(archived()).toBe('the end of it\n');
  const other = await worldOf({ completion: 'push' });
  await other.world.artifacts.appendLog(jobId, '0-1/main.txt', 0, 'all of it\n');
  await archiveLogs(other.world.deps, other.plan, attempt);
  expect(other.archived()).toBe('all of it\n');
});
