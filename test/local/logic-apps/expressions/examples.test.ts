import { expect, test } from '@jest/globals';
import { evaluateTemplate } from '../../../../local/logic-apps/expressions/index.ts';
import { functions } from '../../../../local/logic-apps/expressions/functions/registry.ts';
import { exampleScope } from './support/example-scope.ts';

test.each(functions.map(({ name, example }) => ({ name, ...example })))(
  'the example of $name has its value: $expression',
  ({ name, expression, result }) => {
    expect(expression.toLowerCase()).toContain(`${name.toLowerCase()}(`);
    expect(evaluateTemplate(`@${expression}`, exampleScope())).toEqual(result);
  },
);

test.each(functions.filter(({ most }) => most < Infinity))(
  '$name is refused with one argument too many',
  ({ name, most }) => {
    const args = Array.from({ length: most + 1 }, () => "'x'").join(',');
    expect(() => evaluateTemplate(`@${name}(${args})`, exampleScope())).toThrow(
      `The template language function '${name}' ${most === 0 ? 'must not have any parameters' : 'expects '}`,
    );
  },
);

test.each(functions.filter(({ least }) => least > 0))(
  '$name is refused without arguments',
  ({ name }) => {
    expect(() => evaluateTemplate(`@${name}()`, exampleScope())).toThrow(
      /expects .* The function was invoked with no parameters\. Please see/,
    );
  },
);
