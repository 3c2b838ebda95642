import type { WorldOptions } from './job-world.ts';

/** Wakes all that runs at one step of the engine. */
export function wokenAt(at: number): Pick<WorldOptions, 'beforeStep'> {
  return {
    beforeStep: (step, { engine }) => {
      if (step !== at) return;
      for (const { instanceId, status } of engine.executions)
        if (status === 'running') engine.raise(instanceId, 'wake');
    },
  };
}

/** Lets things happen in an order that these numbers choose, with wakes in between. */
export function inOrderOf(choices: readonly number[]): Pick<WorldOptions, 'beforeStep' | 'pick'> {
  let drawn = 0;
  const draw = (n: number) => (choices[(drawn += 1) % choices.length] ?? 0) % n;
  return {
    pick: draw,
    beforeStep: (step, { engine }) => {
      const running = engine.executions.filter(({ status }) => status === 'running');
      const one = running[draw(running.length || 1)];
      if (one && step < 500 && draw(2) === 0) engine.raise(one.instanceId, 'wake');
    },
  };
}
