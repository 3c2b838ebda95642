import type { Turn } from '../actions/action-run.ts';

/** Where an action stands: the turn of every loop around it, outermost first. */
export type Turns = ReadonlyMap<string, Turn>;

/** The key of the records of actions in these loops: `For_each:2/Until:0`. */
export function turnsKey(loops: readonly string[], turns: Turns): string {
  return loops.map((loop) => `${loop}:${turns.get(loop)?.index ?? 0}`).join('/');
}
