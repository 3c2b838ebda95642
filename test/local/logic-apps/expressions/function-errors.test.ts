import { expect, test } from '@jest/globals';
import { failureOf } from './support/evaluate.ts';

const usage = (name: string) =>
  ` Please see https://aka.ms/logicexpressions#${name.toLowerCase()} for usage details.`;

test.each([
  [
    "length('a', 'b')",
    "expects one parameter: an array or a string the length of which is returned. The function was invoked with '2' parameter(s).",
  ],
  [
    'length(null)',
    "expects its parameter to be an array or a string. The provided value is of type 'Null'.",
  ],
  ['toLower(1)', "expects its parameter to be a string. The provided value is of type 'Integer'."],
  [
    "toUpper(binary('x'))",
    "expects its parameter to be a string. The provided value is of type 'Object'.",
  ],
  [
    "replace(null, 'a', 'b')",
    "expects its first parameter 'string' to be a string. The provided value is of type 'Null'.",
  ],
  [
    "split(null, ',')",
    "expects its first parameter to be of type string. The provided value is of type 'Null'.",
  ],
  [
    "split('a', 1)",
    "expects its second parameter to be of type string. The provided value is of type 'Integer'.",
  ],
  [
    "indexOf(null, 'a')",
    "expects its first parameter to be of type string. The provided value is of type 'Null'.",
  ],
  [
    "join(null, ',')",
    "expects its first parameter to be an array. The provided value is of type 'Null'.",
  ],
  [
    'empty(0.0)',
    "expects its parameter to be an object, an array or a string. The provided value is of type 'Float'.",
  ],
  [
    "take('abc', -1)",
    "expects its second parameter to be a positive integer. The provided value is of type 'Integer'.",
  ],
  [
    "reverse('abc')",
    "expects its parameter to be of type array. The provided value is of type 'String'.",
  ],
  [
    'sort(createArray(1), null)',
    "expects its second parameter to be of type string. The provided value is of type 'Null'.",
  ],
  [
    "add('1', 2)",
    "expects its first parameter to be an integer, a float or a decimal number. The provided value is of type 'String'.",
  ],
  [
    'add(1)',
    "expects two numeric parameters: the first summand as the first parameter and the seccond summand as the second parameter. The function was invoked with '1' parameter(s).",
  ],
  ['not(1)', "expects its parameter to be a boolean. The provided value is of type 'Integer'."],
  [
    "if('true', 1, 2)",
    "expects its first parameter to be of type boolean. The provided value is of type 'String'.",
  ],
  [
    'createArray()',
    'expects a comma separated list of parameters. The function was invoked with no parameters.',
  ],
  ['coalesce()', 'expects at least one parameter. The function was invoked with no parameters.'],
  ['trigger(1)', 'must not have any parameters.'],
  [
    "substring('abc', 2, 2)",
    "parameters are out of range: 'start index' and 'length' must be non-negative integers and their sum must be no larger than the length of the string.",
  ],
  [
    "chunk('abc', 0)",
    'expects chunk size to be a positive integer. The provided value is less than 1.',
  ],
  ["nthIndexOf('a', 'a', 0)", 'expects the index parameter to be nonzero.'],
  [
    "union(createArray(1), json('{}'))",
    'expects parameters of same type: either arrays or objects.',
  ],
  [
    'json(null)',
    "expects its parameter to be a string or an XML. The provided value is of type 'Null'.",
  ],
  [
    "dataUriToString('text')",
    "expects its parameter to be formatted as a valid data URI. The provided value 'text' was not formatted correctly.",
  ],
  [
    'div(1, 0)',
    "failed: Attempt to divide an integral or decimal value by zero in function 'div'.",
  ],
  [
    'mod(1.5, 0.0)',
    "failed: Attempt to divide an integral or decimal value by zero in function 'mod'.",
  ],
  ['add(9223372036854775807, 1)', 'failed: Arithmetic operation resulted in an overflow.'],
  ["max(json('[]'))", 'expects at least one number.'],
  ["guid('Q')", "does not know the format 'Q'; it takes N, D, B or P."],
  ['rand(5, 5)', 'expects its second parameter to be greater than its first.'],
  [
    'range(1, -1)',
    "expects its second parameter to be a non-negative integer of at most '100000'.",
  ],
])('%s fails as on Azure: %s', (expression, problem) => {
  const failed = /(?<name>\w+)' (?<rest>[\s\S]*)/.exec(failureOf(`@${expression}`))?.groups;
  expect(failed?.['rest'] ?? '').toContain(problem);
  expect(failed?.['rest']).toContain(usage(failed?.['name'] ?? ''));
});

test.each([
  [
    "greater('10', 9)",
    "The template language function 'greater' expects two parameter of matching types. The function was invoked with values of type 'String' and 'Integer' that do not match.",
  ],
  [
    'less(null, 1)',
    "The template language function 'less' expects all of its parameters to be either integer or decimal numbers. Found invalid parameter types: 'Null'.",
  ],
  [
    "and(true, 'true')",
    "The template language function 'and' expects all of its parameters to be booleans. Found invalid parameter types: 'String'.",
  ],
  [
    "contains(null, 'a')",
    "The template language function 'contains' expects its first argument 'collection' to be a dictionary (object), an array or a string. The provided value is of type 'Null'.",
  ],
  [
    "bool('troo')",
    "The template language function 'bool' was invoked with a parameter that is not valid. The value cannot be converted to the target type.",
  ],
  [
    "int('1.5')",
    "The template language function 'int' was invoked with a parameter that is not valid. The value cannot be converted to the target type.",
  ],
  [
    "base64ToBinary('aa')",
    "The template language function 'base64ToBinary' was invoked with a parameter that is not valid. The value cannot be decoded from base64 representation.",
  ],
  ['trim(null)', "The provided parameters for template language function 'trim' are not valid."],
  ['nope()', "The template function 'nope' is not defined or not valid."],
  ['utcNow()', "The template function 'utcNow' is not implemented by this runner."],
])('%s fails: %s', (expression, message) => {
  expect(failureOf(`@${expression}`)).toBe(message);
});

test('text that is no JSON is refused with the reason', () => {
  expect(failureOf("@json('{a')")).toMatch(
    /^The template language function 'json' parameter is not valid\. The provided value '\{a' cannot be parsed: '.+'\. Please see/,
  );
});

test('replace refuses to look for nothing', () => {
  expect(failureOf("@replace('a', '', 'b')")).toContain(
    "String cannot be of zero length. (Parameter 'oldValue')",
  );
});
