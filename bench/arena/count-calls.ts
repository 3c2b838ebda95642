import type { Figure } from '../benchmark.ts';
import type { Arena } from './arena.ts';
import { callsSince, isLogRead } from './arm-journal.ts';
import { Ours, type OurTask } from './ours.ts';

const lengths = [
  { name: '10 s', seconds: 10 },
  { name: '1 min', seconds: 60 },
  { name: '10 min', seconds: 600 },
  { name: '1 h', seconds: 3600 },
  { name: '5 h', seconds: 18_000 },
] as const;

/** Of issue 6, point 8: what a task may cost in calls, and the looks of the safety net. */
const goals = {
  push: { calls: 5, lookEverySeconds: 60 },
  poll: { calls: 12, lookEverySeconds: 300 },
} as const;

/** Calls to ARM for one job after the other, each of one task, by its length. */
export function countCalls(arena: Arena): Promise<Figure[]> {
  return Ours.use(arena, async (ours) => {
    const figures: Figure[] = [];
    for (const completion of ['push', 'poll'] as const)
      for (const length of lengths) {
        const figure = await callsOf(arena, ours, completion, length);
        console.log(`${figure.what}: ${figure.value} (${figure.note ?? ''})`);
        figures.push(figure);
      }
    return figures;
  });
}

async function callsOf(
  arena: Arena,
  ours: Ours,
  completion: OurTask['completion'],
  { name, seconds }: (typeof lengths)[number],
): Promise<Figure> {
  const before = (await callsSince(arena, 0)).at(-1)?.seq ?? 0;
  const task = `${completion}-${seconds}`;
  const run = await ours.run({ name: task, seconds, completion, kind: task });
  // Lists are the sweeper's, which makes one each 5 minutes for all jobs.
  const calls = (await callsSince(arena, before)).filter(
    ({ operation }) => !operation.startsWith('ContainerGroups_List'),
  );
  const { calls: least, lookEverySeconds } = goals[completion];
  const lived = ((run.doneAt ?? NaN) - run.submittedAt) / 1000;
  return {
    what: `${completion}: container of ${name}`,
    value: calls.filter((call) => !isLogRead(call)).length,
    unit: 'calls',
    goal: least + Math.floor(lived / lookEverySeconds),
    note: counted(calls.map(({ operation }) => operation)),
  };
}

/** Such as "3 Get, 1 Delete". */
function counted(operations: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    const name = operation.replace(/^.*_/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => `${count} ${name}`).join(', ');
}
