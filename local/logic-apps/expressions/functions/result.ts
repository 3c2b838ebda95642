import { aString } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { invalidTemplate } from '../template-error.ts';

export const result = defineFunction({
  name: 'result',
  group: 'workflow',
  expects: 'one parameter: the name of the scope, loop or branch',
  parameters: [aString],
  example: { expression: "result('Run_job')[0]['name']", result: 'Get' },
  evaluate: ([scopeName], { scope }) => {
    const records = scope.result(scopeName);
    if (records) return records;
    throw invalidTemplate(`The template action '${scopeName}' is not defined in the template.`);
  },
});
