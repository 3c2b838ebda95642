import { z } from 'zod';
import type { Variable } from '../engine/variables.ts';
import type { ActionRun } from './action-run.ts';
import { type ActionType, defineAction } from './define-action.ts';

/** An action that gives a variable another value, made of the present one and of the action's `value`. */
export function changeVariable(options: {
  readonly type: string;
  /** What `value` is when it is left out. */
  readonly byDefault?: unknown;
  readonly change: (variable: Variable, value: unknown, run: ActionRun) => unknown;
}): ActionType {
  return defineAction({
    type: options.type,
    schema: z.strictObject({
      inputs: z.strictObject({ name: z.string(), value: z.unknown().optional() }),
    }),
    compile: ({ inputs }, compiler) => {
      compiler.templates(inputs, 'inputs');
      return {
        passesOn: true,
        run: (run) => {
          const value = run.evaluate(inputs.value === undefined ? options.byDefault : inputs.value);
          const changed = options.change(run.variables.get(inputs.name), value, run);
          const after = run.variables.set(inputs.name, changed, run.hasReadSecured());
          const { name, type } = after;
          return Promise.resolve({
            status: 'Succeeded',
            inputs: { name, value },
            outputs: { body: { name, type, value: after.value } },
          });
        },
      };
    },
  });
}
