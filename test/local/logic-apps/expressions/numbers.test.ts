import { expect, test } from '@jest/globals';
import { evaluate, failureOf } from './support/evaluate.ts';

test.each([
  ['div(10, 4)', 2],
  ['div(-7, 2)', -3],
  ['div(10, 4.0)', 2.5],
  ['mod(10, 3)', 1],
  ['mod(5.5, 2)', 1.5],
  ['max(1, 2.5, -1)', 2.5],
  ["max(json('[3, 9, 4]'))", 9],
  ["int('  +1,000 ')", 1000],
  ['int(2.0)', 2],
  ['int(true)', 1],
  ["float('400.000', 'de-DE')", 400_000],
  ["float('400,5', 'de-DE')", 400.5],
  ["float('  200- ')", -200],
  ["isFloat('1,000.5')", true],
  ["isFloat('1.2.3')", false],
  ["isInt('1.0')", false],
  ["isInt('9223372036854775808')", false],
  ["isInt('-9223372036854775808')", true],
  ['equals(1, 1.0)', true],
  ["equals(1, '1')", false],
  ['greater(2, 1.5)', true],
  ['rand(1, 5)', 3],
  ['range(-1, 3)', [-1, 0, 1]],
])('%s is %j', (expression, value) => {
  expect(evaluate(`@${expression}`)).toEqual(value);
});

test.each([
  ['add(9007199254740993, 1)', '9007199254740994'],
  ['mul(4294967295, 2147483648)', '9223372034707292160'],
  ['mul(4294967295, 4294967295.0)', '1.8446744065119617E+19'],
  ['mul(1e308, 2)', 'Infinity'],
  ["float('1.7e+308')", '1.7E+308'],
  ["float('5e-324')", '5E-324'],
  ['100000000000000.0', '100000000000000'],
  ['1000000000000000.0', '1E+15'],
  ['0.0001', '0.0001'],
  ['0.00001', '1E-05'],
  ["decimal('10000000000.00000000001234')", '10000000000.00000000001234'],
  ["decimal('5.00')", '5.00'],
  ['decimal(100000.000009)', '100000.000009'],
  ["mul(decimal('4294967295'), 4294967295)", '18446744065119617025'],
  ["add(decimal('0.1'), 0.2)", '0.3'],
  ["sub(decimal('1.5'), 2)", '-0.5'],
  ["div(decimal('1'), 3)", '0.3333333333333333333333333333'],
  ["mod(decimal('5.5'), 2)", '1.5'],
  ["min(decimal('5.5'), 2)", '2'],
  [
    'json(\'{"f": 5.0, "i": 5, "l": 9223372036854775807, "e": 1e2}\')',
    '{"f":5.0,"i":5,"l":9223372036854775807,"e":100.0}',
  ],
])('%s is written as %s', (expression, text) => {
  expect(evaluate(`@{${expression}}`)).toBe(text);
});

test.each([
  "mul(decimal('70000000000000000000000000000'), 10)",
  "decimal('3e50')",
  "decimal('7e28')",
  "int('9223372036854775808')",
  "float('Infinity')",
  "float('(200)')",
  "int('200-')",
  'sub(-9223372036854775808, 1)',
])('%s fails', (expression) => {
  expect(failureOf(`@${expression}`)).toContain('The template language function');
});

test.each([
  [17.35, 'C2', 'en-US', '$17.35'],
  [-1234.5, 'C', 'en-US', '-$1,234.50'],
  [17.35, 'C2', 'is-IS', '17,35\u00a0kr.'],
  [1234.5, 'N2', 'de-DE', '1.234,50'],
  [0.1234, 'P1', 'en-US', '12.3%'],
  [-5, 'D3', 'en-US', '-005'],
  [255, 'X4', 'en-US', '00FF'],
  [1234.5, 'e2', 'en-US', '1.23e+003'],
  [2.5, 'F0', 'en-US', '3'],
  [1.005, 'F2', 'en-US', '1.00'],
  [1_234_567, '#,##0.00', 'en-US', '1,234,567.00'],
  [0.256, '0.0%', 'en-US', '25.6%'],
  [-5, '0;(0);zero', 'en-US', '(5)'],
  [0, '0;(0);zero', 'en-US', 'zero'],
  [1_500_000, '0.0,,M', 'en-US', '1500000.0M'],
  [1_500_000, '0,,.0M', 'en-US', '1.5M'],
  [4_255_550_123, '(###) ###-####', 'en-US', '(425) 555-0123'],
])('formatNumber writes %d by %j in %s as %j', (value, format, locale, text) => {
  expect(evaluate(`@formatNumber(${value}, '${format}', '${locale}')`)).toBe(text);
});

test('what formatNumber cannot do is refused by name', () => {
  expect(failureOf("@formatNumber(1, '0E+0')")).toContain("exponent in number format '0E+0'");
  expect(failureOf("@formatNumber(1, 'C', 'zz-ZZ')")).toContain("currency of locale 'zz-ZZ'");
  expect(failureOf("@formatNumber(1, 'N', 'no locale')")).toContain("locale 'no locale' is not");
  expect(failureOf("@formatNumber(1.5, 'D')")).toContain("takes the format 'D' for integers only");
});

test('a long text that is no number is refused without looking at it many times', () => {
  const text = `${' '.repeat(200_000)}x`;
  expect(evaluate("@isFloat(parameters('text'))", { text })).toBe(false);
  expect(evaluate("@isInt(parameters('text'))", { text })).toBe(false);
  expect(failureOf("@decimal(parameters('text'))", { text })).toContain('cannot be converted');
});
