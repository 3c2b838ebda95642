import { z } from 'zod';
import { arrayFrom } from './array-from.ts';
import { defineAction } from './define-action.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#select-action */
export const select = defineAction({
  type: 'Select',
  schema: z.strictObject({
    inputs: z.strictObject({ from: z.unknown(), select: z.unknown() }),
  }),
  compile: ({ inputs: { from, select: each } }, compiler) => {
    compiler.templates(from, 'inputs', 'from');
    compiler.templates(each, 'inputs', 'select');
    return {
      passesOn: true,
      run: (run) => {
        const items = arrayFrom(run, from);
        const body = items.map((value) => run.evaluate(each, { value }));
        return Promise.resolve({ status: 'Succeeded', inputs: { from: items }, outputs: { body } });
      },
    };
  },
});
