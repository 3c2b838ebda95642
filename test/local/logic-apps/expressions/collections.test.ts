import { expect, test } from '@jest/globals';
import { evaluate } from './support/evaluate.ts';

const values = {
  people: [
    { name: 'b', age: 2 },
    { name: 'a', age: 10 },
  ],
  object: { a: 1, b: { c: [1] } },
};

test.each([
  ["contains('hello', 'Ell')", false],
  ["contains(parameters('object'), 'a')", true],
  ["contains(parameters('object'), 'A')", false],
  ['contains(createArray(json(\'{"a":[1]}\')), json(\'{"a":[1]}\'))', true],
  ['equals(parameters(\'object\'), json(\'{"b":{"c":[1]},"a":1}\'))', true],
  ["equals('A', 'a')", false],
  ['equals(1, 1, 2)', false],
  ["greater('b', 'A')", true],
  ["first('')", ''],
  ["last(json('[]'))", null],
  ["sort(parameters('people'), 'age')", values.people],
  ["sort(createArray('b', 'B', 'a'))", ['B', 'a', 'b']],
  ['intersection(createArray(4, 4, 5), createArray(5, 4))', [4, 5]],
  ['intersection(parameters(\'object\'), json(\'{"a":1,"b":2}\'))', { a: 1 }],
  ["union(parameters('object'), json('{\"a\":2}'))", { a: 2, b: { c: [1] } }],
  ["join(createArray('a', null, true, createArray(1)), '-')", 'a--True-[1]'],
  ['chunk(createArray(1, 2, 3), 2)', [[1, 2], [3]]],
  ["nthIndexOf('banana', 'AN', -1)", 3],
  ["nthIndexOf('banana', 'an', 3)", -1],
  ["slice('abcdef', -33)", 'abcdef'],
  ["slice('abcdef', 4, 2)", ''],
  ["split('', ',')", ['']],
  ["split('a,b', '')", ['a,b']],
  ["toLower('IİÇĞ')", 'iİçğ'],
  ["toUpper('ıi')", 'ıI'],
  ["replace('a.b', '.', '$&')", 'a$&b'],
  ['skip(createArray(1, 2), 5)', []],
])('%s is %j', (expression, value) => {
  expect(evaluate(`@${expression}`, values)).toEqual(value);
});
