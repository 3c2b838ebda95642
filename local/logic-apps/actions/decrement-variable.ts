import { changeVariable } from './change-variable.ts';
import { addToNumber } from './add-to-number.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#decrement-variable */
export const decrementVariable = changeVariable({
  type: 'DecrementVariable',
  byDefault: 1,
  change: (variable, value) => addToNumber(variable, value, -1),
});
