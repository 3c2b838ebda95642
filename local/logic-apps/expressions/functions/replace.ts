import { aString, labelled } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const replace = defineFunction({
  name: 'replace',
  group: 'string',
  expects: 'three parameters: the string, the string to be replaced and the replacement',
  parameters: [labelled('string', aString), aString, aString],
  example: { expression: "replace('the old string', 'old', 'new')", result: 'the new string' },
  evaluate: ([searched, old, replacement], { name }) => {
    if (old === '') {
      const problem = "String cannot be of zero length. (Parameter 'oldValue')";
      throw functionError(name, `was invoked with a parameter that is not valid. ${problem}.`);
    }
    return searched.replaceAll(old, () => replacement);
  },
});
