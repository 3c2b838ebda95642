import { z } from 'zod';
import { RuntimeConfiguration, securedOf } from '../definition/common.ts';
import { defineAction } from './define-action.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#compose-action */
export const compose = defineAction({
  type: 'Compose',
  schema: z.strictObject({
    inputs: z.unknown(),
    runtimeConfiguration: RuntimeConfiguration.optional(),
  }),
  compile: ({ inputs, runtimeConfiguration }, compiler) => {
    compiler.templates(inputs, 'inputs');
    return {
      secured: securedOf(runtimeConfiguration),
      passesOn: true,
      run: (run) => {
        const value = run.evaluate(inputs);
        return Promise.resolve({ status: 'Succeeded', inputs: value, outputs: value });
      },
    };
  },
});
