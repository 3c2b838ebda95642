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

/** What an engine compares with its history: kinds and names. Inputs may have grown. */
export const asRecorded = ({ actionType, functionName, instanceId }: Action) => ({
  actionType,
  functionName,
  instanceId,
});

/** Writes the histories of a job of today's code: all of its lanes, and a few of what is alike. */
export async function record(folder: string, version: string): Promise<void> {
  const world = new JobWorld(fanOut, {
    behaviourOf: ({ tags }) => ({
      startsAfterSeconds: 3,
      seconds: 40,
      exitCode: tags['task'] === '8' ? 1 : 0,
    }),
  });
  await world.run();
  const seen = new Map<string, number>();
  const lines: string[] = [];
  for (const { name, instanceId, input, history } of world.engine.executions) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (!/Job|Lane/.test(name) && count > 2 && !/-8(-|$)/.test(instanceId)) continue;
    const { isDone, actions, output } = await decide(name, input, history);
    const decision = { isDone, actions: actions.map(asRecorded), output };
    lines.push(JSON.stringify({ name, instanceId, input, version, history, decision }));
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${version}.jsonl`), `${lines.join('\n')}\n`, { flag: 'wx' });
}
