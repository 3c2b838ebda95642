import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Job, JobsApi } from '../local/demo/jobs-api.ts';
import type { Ready } from '../local/support/service.ts';
import { root } from './stack.ts';

const image = 'durable-aci/sentiment:latest';
const pollMs = 200;

/** A job of one container that runs for so long, and whose last line says when it exited. */
export function timedJob(milliseconds: number): unknown {
  const program = `process.on('exit', () => console.log(Date.now())); setTimeout(() => {}, ${milliseconds})`;
  const properties = { image, command: ['node', '-e', program] };
  return {
    name: 'bench',
    group: { properties: { containers: [{ name: 'main', properties }], restartPolicy: 'Never' } },
  };
}

/** The same by the shim, which reports the exit. */
export function pushedJob(milliseconds: number): unknown {
  const program = `process.on('exit', () => console.log(Date.now())); setTimeout(() => {}, ${milliseconds})`;
  const shim = path.join(root, 'images/shim/run.sh');
  const properties = { image, command: [shim, 'node', '-e', program] };
  const containers = [{ name: 'main', properties }];
  return { name: 'bench', completion: 'push', group: { properties: { containers } } };
}

/** Posts a job and waits until it is over; fails when it did not succeed. */
export async function runJob(ready: Ready, spec: unknown): Promise<Job> {
  const api = new JobsApi(ready);
  const id = await api.post(spec);
  for (;;) {
    const job = await api.get(id);
    if (job.phase === 'over') {
      if (job.outcome?.status !== 'succeeded') throw new Error(JSON.stringify(job.outcome));
      return job;
    }
    await setTimeout(pollMs);
  }
}

/** The first archived log of a job, as its link gives it. */
export async function readLog(ready: Ready, id: string): Promise<string> {
  const response = await fetch(`${ready['functions'] ?? ''}/api/jobs/${id}/logs`, {
    headers: { 'x-functions-key': ready['functionKey'] ?? '' },
  });
  if (!response.ok) throw new Error(`The log of ${id}: ${response.status}`);
  return await response.text();
}
