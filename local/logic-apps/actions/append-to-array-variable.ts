import { ActionFailure } from './action-run.ts';
import { changeVariable } from './change-variable.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#append-to-array-variable */
export const appendToArrayVariable = changeVariable({
  type: 'AppendToArrayVariable',
  change: ({ name, type, value: items }, value): unknown => {
    if (Array.isArray(items)) return [...(items as readonly unknown[]), value];
    const message = `The variable '${name}' of type '${type}' is no array to append to.`;
    throw new ActionFailure({ code: 'BadRequest', message });
  },
});
