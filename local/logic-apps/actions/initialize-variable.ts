import { z } from 'zod';
import { VariableTypeInput } from '../engine/variables.ts';
import { defineAction } from './define-action.ts';

const Declared = z.strictObject({
  name: z.string().min(1),
  type: VariableTypeInput,
  value: z.unknown().optional(),
});

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#initialize-variable */
export const initializeVariable = defineAction({
  type: 'InitializeVariable',
  schema: z.strictObject({
    inputs: z.strictObject({ variables: z.array(Declared).length(1, 'must hold one variable') }),
  }),
  compile: ({ inputs }, compiler) => {
    if (!compiler.isTopLevel) {
      compiler.problem('must stand at the top of the workflow, not in another action');
    }
    compiler.templates(inputs, 'inputs');
    return {
      passesOn: true,
      run: (run) => {
        const variables = inputs.variables.map(({ name, type, value }) => {
          const given = value === undefined ? value : run.evaluate(value);
          run.variables.initialize(name, type, given, run.hasReadSecured());
          return { name, type, value: given };
        });
        return Promise.resolve({ status: 'Succeeded', inputs: { variables } });
      },
    };
  },
});
