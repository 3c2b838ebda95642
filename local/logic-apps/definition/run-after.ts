import type { Graph } from './compiled.ts';
import { below, type Problem } from './problem.ts';

/** Actions that run after one that is not there, and those that wait for each other in a circle. */
export function checkRunAfter(graph: Graph, names: ReadonlySet<string>): Problem[] {
  const actions = [...graph.actions.values()];
  const missing = actions.flatMap(({ path, runAfter }) =>
    Object.keys(runAfter)
      .filter((name) => !names.has(name))
      .map((name) => ({
        path: below(path, 'runAfter', name),
        message: `there is no action '${name}' beside this one`,
      })),
  );
  const circular = actions
    .filter(({ name }) => waitsForItself(graph, name))
    .map(({ path }) => ({
      path: below(path, 'runAfter'),
      message: 'the action waits, by way of others, for itself',
    }));
  return [...missing, ...circular];
}

function waitsForItself({ actions }: Graph, name: string): boolean {
  const open = Object.keys(actions.get(name)?.runAfter ?? {});
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...Object.keys(actions.get(next)?.runAfter ?? {}));
  }
  return false;
}
