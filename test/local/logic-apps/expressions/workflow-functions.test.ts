import { expect, test } from '@jest/globals';
import {
  evaluateTemplate,
  type ExpressionScope,
} from '../../../../local/logic-apps/expressions/index.ts';
import { evaluate, failureOf } from './support/evaluate.ts';
import { exampleScope } from './support/example-scope.ts';

const nothing = (): undefined => undefined;
const emptyScope: ExpressionScope = {
  ...exampleScope(),
  trigger: nothing,
  action: nothing,
  item: nothing,
  listCallbackUrl: nothing,
};

test.each([
  ["actions('Missing')", "The template action 'Missing' is not defined in the template."],
  ["body('Missing')", "The template action 'Missing' is not defined in the template."],
  ["result('Missing')", "The template action 'Missing' is not defined in the template."],
  ["parameters('missing')", "The workflow parameter 'missing' is not found."],
  ["variables('missing')", "The variable 'missing' must be initialized before it is used."],
  [
    "items('Missing')",
    "The repetition action(s) 'Missing' referenced by function 'items' are not defined in the template.",
  ],
  [
    "iterationIndexes('Missing')",
    "The repetition action(s) 'Missing' referenced by function 'iterationIndexes' are not defined in the template.",
  ],
])('%s fails: %s', (expression, message) => {
  expect(failureOf(`@${expression}`)).toBe(message);
});

test.each(['trigger', 'triggerBody', 'action', 'item', 'listCallbackUrl'])(
  '%s is refused where it has nothing to say',
  (name) => {
    expect(() => evaluateTemplate(`@${name}()`, emptyScope)).toThrow(
      `The template function '${name}' is not expected at this location.`,
    );
  },
);

test('the body of an action whose outputs have none is null', () => {
  expect(evaluate("@body('Compose')")).toBeNull();
  expect(evaluate("@outputs('Compose')")).toBe('only text');
});

test('a form value that is not there once, or a part that is not there, is an error', () => {
  expect(failureOf("@formDataValue('Post_form', 'tag')")).toContain("of key 'tag' and found '2'");
  expect(failureOf("@formDataValue('Post_form', 'x')")).toContain("of key 'x' and found '0'");
  expect(failureOf('@triggerMultipartBody(2)')).toContain("cannot find part '2' among '2' parts");
});

test('a value of multipart form data is found by its name', () => {
  expect(evaluate("@formDataValue('Post_parts', 'two')")).toBe('second');
});

test('the null of a parameter is a value', () => {
  expect(evaluate("@parameters('nothing')", { nothing: null })).toBeNull();
});
