import { expect, test } from '@jest/globals';
import {
  checkCondition,
  evaluateCondition,
} from '../../../../local/logic-apps/expressions/index.ts';
import { exampleScope } from './support/example-scope.ts';

const truth = (condition: unknown) => evaluateCondition(condition, exampleScope());

test.each([
  ['@equals(1, 1)', true],
  [true, true],
  [{ equals: ["@body('Get')?['state']", 'Running'] }, true],
  [{ and: [{ greater: [2, 1] }, { not: { equals: ['@add(1, 1)', 3] } }] }, true],
  [{ and: [{ EQUALS: [{ lENgth: ['a'] }, 1] }, '@false'] }, false],
  [{ or: [{ equals: [1, 2] }, { contains: ['abc', 'b'] }] }, true],
  [{ or: [true, '@nope()'] }, true],
  [{ equals: [{ a: 1 }, { a: '@add(0, 1)' }] }, true],
])('the condition %j is %j', (condition, expected) => {
  expect(truth(condition)).toBe(expected);
});

test('a condition that is no boolean is refused with its type', () => {
  expect(() => truth("@concat('true')")).toThrow(
    "The result of the evaluation of condition '@concat('true')' is of type 'String'. The result must be a valid boolean value.",
  );
  expect(() => truth({ equals: [1, 1], less: [1, 2] })).toThrow("is of type 'Object'");
});

test('a function that is not here is refused and never taken for data', () => {
  expect(() => truth({ equals: [{ utcNow: [] }, 1] })).toThrow("'utcNow' is not implemented");
  expect(() => truth({ and: [{ graeter: [1, 2] }] })).toThrow("'graeter' is not defined or not");
});

test('a condition is checked with the path of what is wrong', () => {
  const condition = { and: [{ graeter: [1, 2] }, { not: { equals: ['@utcNow()', '@('] } }] };
  expect(checkCondition(condition, '$.actions.If.expression').map(({ path }) => path)).toEqual([
    '$.actions.If.expression.and[0].graeter',
    '$.actions.If.expression.and[1].not[0].equals[0]',
    '$.actions.If.expression.and[1].not[0].equals[1]',
  ]);
});
