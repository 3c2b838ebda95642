import { z } from 'zod';
import { childrenFailed } from './children-failed.ts';
import { defineAction } from './define-action.ts';

const Actions = z.record(z.string(), z.unknown()).default({});
const Progress = z.object({ isTrue: z.boolean() });

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#if-action */
export const ifAction = defineAction({
  type: 'If',
  schema: z.strictObject({
    expression: z.union([z.string(), z.record(z.string(), z.unknown())]),
    actions: Actions,
    else: z.strictObject({ actions: Actions }).prefault({}),
  }),
  compile: ({ expression, actions, else: otherwise }, compiler) => {
    compiler.condition(expression, 'expression');
    const whenTrue = compiler.graph(actions, { at: ['actions'] });
    const whenFalse = compiler.graph(otherwise.actions, { at: ['else', 'actions'] });
    return {
      branches: [whenTrue, whenFalse],
      run: async (run) => {
        const before = Progress.safeParse(run.recall());
        const isTrue = before.success ? before.data.isTrue : run.isTrue(expression);
        if (!before.success) run.remember({ isTrue });
        run.skipGraph(isTrue ? whenFalse : whenTrue, (name) => ({
          code: 'ActionBranchingConditionNotSatisfied',
          message: `The execution of template action '${name}' is skipped: the branching condition for this action is not satisfied.`,
        }));
        const end = childrenFailed(await run.runGraph(isTrue ? whenTrue : whenFalse));
        return { ...end, outputs: { expressionResult: isTrue } };
      },
    };
  },
});
