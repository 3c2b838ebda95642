import { sleep } from '../../local/support/clock.ts';
import { draw } from '../../local/support/seeded.ts';
import { ClientProcess } from '../pattern-clients/client-process.ts';
import type { PatternClient, PatternTask } from '../pattern-clients/pattern-client.ts';
import { type Arena, groupsIn } from './arena.ts';
import { removeAll } from './measure.ts';
import { isFailure, patternTask } from './run-task.ts';

/** What came of tasks whose client was killed once. */
export interface AfterKills {
  readonly contender: string;
  readonly isOurs: boolean;
  readonly killed: number;
  readonly groupsLeft: number;
  /** What became of the tasks. */
  readonly note: string;
}

export const shortestSeconds = 5;
export const longestSeconds = 30;
const atOnce = 50;
/** About what Azure takes from the PUT to the start. */
const provisioningSeconds = 12;
export const seed = 1;

interface Kill {
  readonly name: string;
  readonly seconds: number;
  /** When, from the task's beginning. */
  readonly afterSeconds: number;
}

/**
 * Kills the client of so many tasks, each at a moment of its task that the seed decides, and lets another one take the
 * task up where the real program would. `tailSeconds` is how long the client usually is busy after the container's end.
 */
export async function killClients(
  arena: Arena,
  client: PatternClient,
  kills: number,
  tailSeconds: number,
): Promise<AfterKills> {
  let drawn = 0;
  const random = (): number => draw(seed, drawn++);
  let begun = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (begun < kills) {
      begun += 1;
      const number = begun;
      for (let tries = 1; ; tries += 1) {
        const seconds = shortestSeconds + random() * (longestSeconds - shortestSeconds);
        const afterSeconds = random() * (provisioningSeconds + seconds + tailSeconds);
        const name = `killed-${number}-${tries}`;
        const end = await killedOnce(arena, client, { name, seconds, afterSeconds });
        if (end === 'done') done += 1;
        // Over before its moment had come, it is no kill.
        if (end !== 'early') break;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  // Containers that nobody watches come to their end as well.
  await sleep(arena.clock, longestSeconds * 1000);
  const left = await groupsIn(arena);
  await removeAll(arena, left);
  const note = `${done} of these tasks were brought to their end`;
  return { contender: client.name, isOurs: false, killed: kills, groupsLeft: left.length, note };
}

async function killedOnce(
  arena: Arena,
  client: PatternClient,
  { name, seconds, afterSeconds }: Kill,
): Promise<'done' | 'lost' | 'early'> {
  const { clock } = arena;
  const task = patternTask(arena, name, seconds);
  const process = new ClientProcess(clock);
  const killed = sleep(clock, afterSeconds * 1000).then(() => 'killed' as const);
  const first = await Promise.race([ended(arena, client, process, task), killed]);
  if (first !== 'killed') return 'early';
  process.kill();
  const waitSeconds = client.takenUpAfterSeconds(task);
  if (waitSeconds === undefined) return 'lost';
  await sleep(clock, waitSeconds * 1000);
  return ended(arena, client, new ClientProcess(clock), task);
}

async function ended(
  { arm }: Arena,
  client: PatternClient,
  process: ClientProcess,
  task: PatternTask,
): Promise<'done' | 'lost'> {
  try {
    await client.run(process, arm, task);
    return 'done';
  } catch (error) {
    if (isFailure(error)) return 'lost';
    throw error;
  }
}
