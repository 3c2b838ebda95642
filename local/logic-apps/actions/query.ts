import { z } from 'zod';
import { arrayFrom } from './array-from.ts';
import { defineAction } from './define-action.ts';

/** Keeps the items for which `where` is true. https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#query-action */
export const query = defineAction({
  type: 'Query',
  schema: z.strictObject({
    inputs: z.strictObject({ from: z.unknown(), where: z.unknown() }),
  }),
  compile: ({ inputs: { from, where } }, compiler) => {
    compiler.templates(from, 'inputs', 'from');
    compiler.condition(where, 'inputs', 'where');
    return {
      passesOn: true,
      run: (run) => {
        const items = arrayFrom(run, from);
        const body = items.filter((value) => run.isTrue(where, { value }));
        return Promise.resolve({ status: 'Succeeded', inputs: { from: items }, outputs: { body } });
      },
    };
  },
});
