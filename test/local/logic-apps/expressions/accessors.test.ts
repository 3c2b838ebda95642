import { expect, test } from '@jest/globals';
import { evaluate, failureOf } from './support/evaluate.ts';

const values = {
  mixed: { a: 1, A: 2, Bc: 3, bC: 4, 'x-y': 5, 'with space': 6, none: null, list: [7, [8]] },
  text: 'text',
  empty: [],
};
const value = (accessors: string) => evaluate(`@parameters('mixed')${accessors}`, values);

test.each([
  ['.a', 1],
  ['.A', 2],
  ["['bc']", 3],
  ['.x-y', 5],
  ["['with space']", 6],
  ['.list[0]', 7],
  ['.list[1][0]', 8],
  ['.list[sub(1, 1)]', 7],
  ["[toLower('LIST')]?[0]", 7],
  ['?.missing', null],
  ["?['missing']?['deeper']?.still", null],
  ['?.none?.deeper', null],
  ['.list?[2]', null],
  ['.list?[-1]', null],
])('parameters(...)%s is %j', (accessors, expected) => {
  expect(value(accessors)).toBe(expected);
});

test.each([
  [
    '.missing',
    "property 'missing' doesn't exist, available properties are 'a, A, Bc, bC, x-y, with space, none, list'.",
  ],
  ["?['missing']['deeper']", "property 'deeper' cannot be selected."],
  ['.none.deeper', "property 'deeper' cannot be selected."],
  ['.list[2]', "array index '2' is outside bounds (0, 1) of array."],
  [
    '?.list?.name',
    "property 'name' cannot be selected. Array elements can only be selected using an integer index.",
  ],
  ["?.list?['0']", "property '0' cannot be selected. Array elements can only be selected"],
  [
    '?.a?.b',
    "property 'b' cannot be selected. Property selection is not supported on values of type 'Integer'.",
  ],
  ['[0]', "property '0' cannot be selected."],
])('parameters(...)%s fails: %s', (accessors, problem) => {
  const expression = `parameters('mixed')${accessors}`;
  const start = `The template language expression '${expression}' cannot be evaluated because `;
  expect(failureOf(`@${expression}`, values)).toContain(`${start}${problem}`);
});

test('a text and an empty array say so', () => {
  expect(failureOf("@parameters('text')?.length", values)).toContain("values of type 'String'");
  expect(failureOf("@parameters('empty')[0]", values)).toContain(
    "array index '0' is outside bounds (0, -1) of array",
  );
});

test('only the call that fails is named, not the whole expression', () => {
  expect(failureOf("@concat('a', trigger().missing)")).toContain(
    "The template language expression 'trigger().missing' cannot",
  );
});

test('what JavaScript gives to every object is no property', () => {
  expect(evaluate("@trigger()?['constructor']")).toBeNull();
  expect(evaluate("@trigger()?['__proto__']")).toBeNull();
});
