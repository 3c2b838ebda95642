import type { Variable } from '../engine/variables.ts';
import { ActionFailure } from './action-run.ts';

/** The variable's number plus or minus a number; fails when one of them is none. */
export function addToNumber(variable: Variable, value: unknown, sign: 1 | -1): number {
  if (typeof variable.value === 'number' && typeof value === 'number') {
    return variable.value + sign * value;
  }
  const message = `The variable '${variable.name}' can only be changed by a number when it is an integer or a float; it is of type '${variable.type}' and the value is ${JSON.stringify(value)}.`;
  throw new ActionFailure({ code: 'BadRequest', message });
}
