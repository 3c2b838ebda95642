import { expect, test } from '@jest/globals';
import { evaluate, failureOf } from './support/evaluate.ts';

test.each([
  ['plain text', 'plain text'],
  ['', ''],
  ['@', '@'],
  ['mail@example.com', 'mail@example.com'],
  [' @concat(1)', ' @concat(1)'],
  ['@@concat(1)', '@concat(1)'],
  ["@@{1}@{'not evaluated'}", "@{1}@{'not evaluated'}"],
  ["text @@{1} @{'two'}", 'text @{1} two'],
  ["@{'a'}@{'b'} @{'c'}", 'ab c'],
  ["@{concat('}', '{')}", '}{'],
  ["@'it''s'", "it's"],
  ["@{'it''s'}", "it's"],
  ["@ concat ( 'a' ,\n'b' ) ", 'ab'],
  ["@CONCAT('a', toUPPER('b'))", 'aB'],
])('the string %j is %j', (template, value) => {
  expect(evaluate(template)).toBe(value);
});

test.each([
  ['@true', true],
  ['@False', false],
  ['@null', null],
  ['@-51', -51],
  ['@+54', 54],
  ['@+.5', 0.5],
  ['@+1.', 1],
  ['@-01.0', -1],
  ['@3.2e-1', 0.32],
  ['@0.9E+1', 9],
  ['@createArray(1,null)', [1, null]],
])('the literal %s has the value %j', (template, value) => {
  expect(evaluate(template)).toEqual(value);
});

test.each([
  ['@{true}', 'True'],
  ['@{false}', 'False'],
  ['@{null}', ''],
  ['@{5.0}', '5'],
  ['@{9223372036854775807}', '9223372036854775807'],
  ['@{createArray(1, 5.0, true, null)}', '[1,5.0,true,null]'],
  [`@{json('{"a": [1, {"b": "c"}]}')}`, '{"a":[1,{"b":"c"}]}'],
  ["@{binary('text')}", 'text'],
])('within a text, %s is %j', (template, text) => {
  expect(evaluate(template)).toBe(text);
});

test('strings and property names are evaluated at every depth, and all else stays', () => {
  const template = { a: ['@add(1, 1)', { 'n@{1}': "@parameters('location')" }], b: 1, c: null };
  expect(evaluate(template)).toEqual({ a: [2, { n1: 'westeurope' }], b: 1, c: null });
  expect(evaluate({ '@@odata.type': 'x' })).toEqual({ '@odata.type': 'x' });
});

test('a property called __proto__ is data', () => {
  const evaluated = evaluate(JSON.parse('{"__proto__": {"polluted": "@true"}}'));
  expect(JSON.stringify(evaluated)).toBe('{"__proto__":{"polluted":true}}');
});

test.each([
  ["concat('a'", "expected token 'RightParenthesis' and actual 'EndOfData'."],
  ['odata.type', "expected token 'LeftParenthesis' and actual 'Dot'."],
  ['concat', "expected token 'LeftParenthesis' and actual 'EndOfData'."],
  ['()', "expected token 'Identifier' and actual 'LeftParenthesis'."],
  ["'a','b'", "expected token 'EndOfData' and actual 'Comma'."],
  ["concat('a')('b')", "expected token 'EndOfData' and actual 'LeftParenthesis'."],
  ["'abc'[0]", "expected token 'EndOfData' and actual 'LeftSquareBracket'."],
  ['true.x', "expected token 'EndOfData' and actual 'Dot'."],
  ['trigger()?', "expected token 'Dot' and actual 'EndOfData'."],
  ['trigger().', "expected token 'Identifier' and actual 'EndOfData'."],
  ['.5', "expected token 'Identifier' and actual 'Dot'."],
  ['1e1.1', "expected token 'EndOfData' and actual 'Dot'."],
  ['1 + 2', "the string character '+' at position '2' is not expected."],
  ['concat("a")', `the string character '"' at position '7' is not expected.`],
  ['5abc', "the string character 'a' at position '1' is not expected."],
  ['1e', "the string character 'e' at position '1' is not expected."],
  ['++1', "the string character '+' at position '0' is not expected."],
  ["concat('a)", "the string literal at position '7' is not terminated."],
  ['9223372036854775808', "the integer '9223372036854775808' does not fit into 64 bits."],
])('the expression %s cannot be parsed: %s', (expression, problem) => {
  const message = `Unable to parse template language expression '${expression}': ${problem}`;
  expect(failureOf(`@${expression}`)).toBe(message);
});

test('an interpolation that is not closed is refused', () => {
  expect(failureOf("text @{concat('}'")).toContain(
    "the string interpolation at position '5' is not terminated",
  );
});

test('an expression may have 131,072 characters and not one more', () => {
  const longest = `'${'x'.repeat(131_070)}'`;
  expect(evaluate(`@${longest}`)).toHaveLength(131_070);
  expect(failureOf(`@${longest} `)).toContain("exceeds the limit of '131072' characters");
});

test('an expression that nests too deep is refused before the stack ends', () => {
  const nested = (depth: number) => `@${'not('.repeat(depth)}true${')'.repeat(depth)}`;
  expect(evaluate(nested(200))).toBe(true);
  expect(failureOf(nested(20_000))).toContain("it nests deeper than '250' levels.");
});
