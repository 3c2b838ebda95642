import { z } from 'zod';
import { childrenFailed } from './children-failed.ts';
import { defineAction } from './define-action.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#scope-action */
export const scope = defineAction({
  type: 'Scope',
  schema: z.strictObject({ actions: z.record(z.string(), z.unknown()).default({}) }),
  compile: ({ actions }, compiler) => {
    const graph = compiler.graph(actions, { at: ['actions'] });
    return {
      branches: [graph],
      run: async (run) => childrenFailed(await run.runGraph(graph)),
    };
  },
});
