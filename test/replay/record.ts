import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Action } from '../support/history.ts';
import { JobWorld, oneContainer } from '../support/job-world.ts';
import { decide } from '../support/play.ts';

const fanOut = {
  group: oneContainer,
  fanOut: { items: { from: 0, to: 44 }, maxParallel: 2, onItemFailure: 'continue' },
  reduce: { group: oneContainer },
};

const undone = { compensate: { job: { group: oneContainer } } };
/** Of which the last step fails; the second waits for an hour. */
const steps = {
  steps: [
    { name: 'a', job: { group: oneContainer }, ...undone },
    { name: 'b', approval: { timeout: 'PT1H', onTimeout: 'approve' } },
    { name: 'c', activity: { name: 'f' } },
    { name: 'd', job: { group: oneContainer } },
  ],
};

/** What an engine compares with its history: kinds and names. Inputs may have grown. */
export const asRecorded = ({ actionType, functionName, instanceId }: Action) => ({
  actionType,
  functionName,
  instanceId,
});

/** Writes the histories of jobs of today's code: all of their lanes and steps, and a few of what is alike. */
export async function record(folder: string, version: string): Promise<void> {
  const ofItems = new JobWorld(fanOut, {
    behaviourOf: ({ tags }) => ({
      startsAfterSeconds: 3,
      seconds: 40,
      exitCode: tags['task'] === '8' ? 1 : 0,
    }),
  });
  const ofSteps = new JobWorld(steps, {
    behaviourOf: ({ name }) => ({ seconds: 40, exitCode: name.startsWith('job1-s3') ? 1 : 0 }),
    stepActivities: { f: () => 'done' },
  });
  const lines = [...(await linesOf(ofItems, version)), ...(await linesOf(ofSteps, version))];
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${version}.jsonl`), `${lines.join('\n')}\n`, { flag: 'wx' });
}

async function linesOf(world: JobWorld, version: string): Promise<string[]> {
  await world.run();
  const seen = new Map<string, number>();
  const lines: string[] = [];
  for (const { name, instanceId, input, history } of world.engine.executions) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (!/Job|Lane|Step/.test(name) && count > 2 && !/-8(-|$)/.test(instanceId)) continue;
    const { isDone, actions, output } = await decide(name, input, history);
    const decision = { isDone, actions: actions.map(asRecorded), output };
    lines.push(JSON.stringify({ name, instanceId, input, version, history, decision }));
  }
  return lines;
}
