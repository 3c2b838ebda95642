import { expect, test } from '@jest/globals';
import { evaluate, failureOf } from './support/evaluate.ts';

test.each([
  ['and(false, nope())', false],
  ["and(false, int('x'))", false],
  ['or(true, nope())', true],
  ['if(true, 1, nope())', 1],
  ['if(false, nope(), 2)', 2],
  ["coalesce('first', nope())", 'first'],
  ['coalesce(null, trigger()?.missing)', null],
])('%s is %j without a look at the rest', (expression, value) => {
  expect(evaluate(`@${expression}`)).toBe(value);
});

test.each(['and(true, nope())', 'or(false, nope())', 'if(true, nope(), 1)', 'coalesce(nope(), 1)'])(
  '%s evaluates what it needs',
  (expression) => {
    expect(failureOf(`@${expression}`)).toContain("'nope' is not defined or not valid");
  },
);
