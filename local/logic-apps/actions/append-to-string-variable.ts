import { ActionFailure } from './action-run.ts';
import { changeVariable } from './change-variable.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#append-to-string-variable */
export const appendToStringVariable = changeVariable({
  type: 'AppendToStringVariable',
  change: ({ name, type, value: text }, value): unknown => {
    if (typeof text === 'string') {
      return text + (typeof value === 'string' ? value : JSON.stringify(value));
    }
    const message = `The variable '${name}' of type '${type}' is no string to append to.`;
    throw new ActionFailure({ code: 'BadRequest', message });
  },
});
