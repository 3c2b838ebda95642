import type { Graph } from '../definition/compiled.ts';
import type { Status } from '../definition/status.ts';

/** Failed wins, then TimedOut; what was skipped or cancelled does not count. */
export function mergeStatuses(statuses: Iterable<Status>): Status {
  const all = new Set(statuses);
  if (all.has('Failed')) return 'Failed';
  return all.has('TimedOut') ? 'TimedOut' : 'Succeeded';
}

/**
 * The status of a scope or a run: that of its last actions, after which no other comes; a skipped one stands for those
 * before it.
 */
export function statusOfGraph({ actions }: Graph, ends: ReadonlyMap<string, Status>): Status {
  const followed = new Set([...actions.values()].flatMap(({ runAfter }) => Object.keys(runAfter)));
  const open = [...actions.keys()].filter((name) => !followed.has(name));
  const seen = new Set<string>();
  const found: Status[] = [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const end = ends.get(name);
    if (end === 'Skipped') open.push(...Object.keys(actions.get(name)?.runAfter ?? {}));
    else if (end) found.push(end);
  }
  return mergeStatuses(found);
}
