import { z } from 'zod';
import { ActionFailure } from './action-run.ts';
import { defineAction } from './define-action.ts';

const RunErrorInput = z.strictObject({
  code: z.unknown().optional(),
  message: z.unknown().optional(),
});

const Given = z.object({
  runStatus: z.enum(['Succeeded', 'Failed', 'Cancelled']),
  runError: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
});

/** Ends the run. https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#terminate-action */
export const terminate = defineAction({
  type: 'Terminate',
  schema: z.strictObject({
    inputs: z.strictObject({ runStatus: z.string(), runError: RunErrorInput.optional() }),
  }),
  compile: ({ inputs }, compiler) => {
    if (compiler.loops.length > 0) compiler.problem('must not stand in a loop');
    compiler.templates(inputs, 'inputs');
    return {
      run: (run) => {
        const given = run.evaluate(inputs);
        const parsed = Given.safeParse(given);
        if (!parsed.success) {
          const message = `The inputs of the terminate action '${run.name}' are not valid: ${z.prettifyError(parsed.error)}`;
          throw new ActionFailure({ code: 'InvalidTemplate', message }, { inputs: given });
        }
        const { runStatus, runError } = parsed.data;
        run.terminate({
          status: runStatus,
          ...(runStatus === 'Failed' && {
            error: { code: runError?.code ?? 'Terminated', message: runError?.message ?? '' },
          }),
        });
        return Promise.resolve({ status: 'Succeeded', inputs: given });
      },
    };
  },
});
