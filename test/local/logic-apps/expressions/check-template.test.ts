import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { notImplemented } from '../../../../local/logic-apps/expressions/functions/not-implemented.ts';
import { functions } from '../../../../local/logic-apps/expressions/functions/registry.ts';
import { checkTemplate } from '../../../../local/logic-apps/expressions/index.ts';
import { withShared } from '../../../support/shared-material.ts';

const problems = (value: unknown) =>
  checkTemplate(value, '$').map(({ path: at, error }) => [at, error.code, error.message]);

test('a template without a fault has no problems', () => {
  expect(problems({ a: ["@body('x')?['y']", 'text @{guid()} @@{', '@@(', 1, null] })).toEqual([]);
});

test('each fault is found, with its path and its name, also where it would not be evaluated', () => {
  const template = {
    actions: { 'My action': { inputs: ["@if(true, 1, nope(utcNow()[xml('a')]))", '@('] } },
    '@odata.type': 'x',
  };
  expect(problems(template)).toEqual([
    [
      "$.actions['My action'].inputs[0]",
      'InvalidTemplate',
      "The template function 'nope' is not defined or not valid.",
    ],
    [
      "$.actions['My action'].inputs[0]",
      'NotImplemented',
      "The template function 'utcNow' is not implemented by this runner.",
    ],
    [
      "$.actions['My action'].inputs[0]",
      'NotImplemented',
      "The template function 'xml' is not implemented by this runner.",
    ],
    [
      "$.actions['My action'].inputs[1]",
      'InvalidTemplate',
      "Unable to parse template language expression '(': expected token 'Identifier' and actual 'LeftParenthesis'.",
    ],
    [
      "$['@odata.type']",
      'InvalidTemplate',
      "Unable to parse template language expression 'odata.type': expected token 'LeftParenthesis' and actual 'Dot'.",
    ],
  ]);
});

test.each(notImplemented)('%s is refused by name', (name) => {
  expect(problems(`@${name}()`)).toEqual([
    ['$', 'NotImplemented', `The template function '${name}' is not implemented by this runner.`],
  ]);
});

test('no function has two entries', () => {
  const names = [...functions.map(({ name }) => name), ...notImplemented];
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

withShared('specs/logicapps', () => {
  test("every function of Azure's reference is here or refused by name", () => {
    const reference = path.resolve('../shared/specs/logicapps/wdl-functions.json');
    const Reference = z.object({ functions: z.record(z.string(), z.array(z.string())) });
    const groups = Reference.parse(JSON.parse(readFileSync(reference, 'utf8'))).functions;
    const known = new Set([...functions.map(({ name }) => name), ...notImplemented]);
    expect(known).toEqual(new Set(Object.values(groups).flat()));
  });
});
