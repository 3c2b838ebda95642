import { contentText, isBinaryContent } from '../values/binary-content.ts';
import { parseJson } from '../values/parse-json.ts';
import { TemplateError } from '../template-error.ts';
import { anything, aString, worded } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError, wrongType } from './function-errors.ts';

const input = worded('a string or an XML', aString);

export const json = defineFunction({
  name: 'json',
  group: 'conversion',
  expects: 'one parameter: the string to convert',
  parameters: [anything],
  example: { expression: "json('[1, 2, 3]')", result: [1, 2, 3] },
  evaluate: ([value], { name }) => {
    if (isBinaryContent(value)) {
      if (/^[^;]*\bxml\b/i.test(value['$content-type'])) {
        const problem = `The template function '${name}' of XML is not implemented by this runner.`;
        throw new TemplateError('NotImplemented', problem);
      }
      return parse(name, contentText(value));
    }
    if (typeof value === 'string') return parse(name, value);
    throw wrongType({ name, type: input, index: 0, only: true, value });
  },
});

function parse(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = `parameter is not valid. The provided value '${text}' cannot be parsed: '${why}'.`;
    throw functionError(name, problem);
  }
}
