import { isBinaryContent, toBase64 } from '../values/binary-content.ts';
import { toText } from '../values/to-text.ts';
import { anything } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { notConvertible } from './function-errors.ts';

export const dataUri = defineFunction({
  name: 'dataUri',
  group: 'conversion',
  expects: 'one parameter: the value to convert',
  parameters: [anything],
  example: {
    expression: "dataUri('hello')",
    result: 'data:text/plain;charset=utf-8;base64,aGVsbG8=',
  },
  evaluate: ([value], { name }) => {
    if (value === null) throw notConvertible(name);
    if (isBinaryContent(value)) return `data:${value['$content-type']};base64,${value.$content}`;
    const type = typeof value === 'string' ? 'text/plain' : 'application/json';
    return `data:${type};charset=utf-8;base64,${toBase64(toText(value))}`;
  },
});
