import { patternClients } from '../pattern-clients/index.ts';
import type { Arena } from './arena.ts';
import type { Ours } from './ours.ts';
import { runByPattern, type TaskRun } from './run-task.ts';

/** Somebody who runs tasks in the arena. */
export interface Contender {
  readonly name: string;
  readonly isOurs: boolean;
  /** Tasks with the same number are alike, but for some seconds. */
  run(name: string, seconds: number, number: number): Promise<TaskRun>;
}

export const push = 'ours, push';
export const polling = 'ours, polling';
export const learned = 'ours, polling, a like run before';

/** Ours in its ways of completion. The third has to come after the second, from which it has learned. */
export function ourContenders(ours: Ours): readonly Contender[] {
  const by = (completion: 'push' | 'poll'): Contender['run'] => {
    return (name, seconds, number) =>
      ours.run({ name, seconds, completion, kind: `alike-${number}` });
  };
  return [
    { name: push, isOurs: true, run: by('push') },
    { name: polling, isOurs: true, run: by('poll') },
    { name: learned, isOurs: true, run: by('poll') },
  ];
}

export function patternContenders(arena: Arena): readonly Contender[] {
  return patternClients.map((client) => ({
    name: client.name,
    isOurs: false,
    run: (name, seconds) => runByPattern(arena, client, name, seconds),
  }));
}
