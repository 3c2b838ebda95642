import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { functions } from '../../../../local/logic-apps/expressions/functions/registry.ts';
import { parseTemplate, TemplateError } from '../../../../local/logic-apps/expressions/index.ts';
import { evaluate } from './support/evaluate.ts';

const functionNames = functions.map(({ name }) => name);
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

test('a string literal comes back as it was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(evaluate(`@${quoted(text)}`)).toBe(text);
      expect(evaluate(`@{${quoted(text)}}`)).toBe(text);
      expect(evaluate(`<@{concat(${quoted(text)})}>`)).toBe(`<${text}>`);
    }),
  );
});

test('an integer literal comes back with all its digits', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(int64, (value) => {
      expect(evaluate(`@{${value}}`)).toBe(String(value));
      expect(evaluate(`@{json('${value}')}`)).toBe(String(value));
    }),
  );
});

test('a float literal comes back as the same double', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const double = finite.filter((value) => !Object.is(value, -0));
  fc.assert(
    fc.property(double, (value) => {
      const literal = value.toExponential();
      expect(evaluate(`@${literal}`)).toBe(value);
      expect(Number(evaluate(`@{${literal}}`))).toBe(value);
    }),
  );
});

test('any JSON passes through a parameter unchanged, and through text and back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(evaluate("@parameters('value')", { value: plain })).toEqual(plain);
      expect(
        evaluate("@json(string(createArray(parameters('value'))))[0]", { value: plain }),
      ).toEqual(plain);
    }),
  );
});

test('text without an @ is never changed', () => {
  const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('@', ''));
  fc.assert(
    fc.property(text, (value) => {
      expect(evaluate(value)).toBe(value);
    }),
  );
});

test('escaped text comes back with one @ less', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(evaluate(`@@${text}`)).toBe(`@${text}`);
    }),
  );
});

const snippets = [
  ...['@', '@{', '}', '(', ')', '[', ']', '?', '.', ',', "'", "''", '"', ' ', '-', '1', '1.5'],
  ...['1e', '9223372036854775808', 'concat', 'true', 'body', "body('Get')", 'x', '\u0000', 'é'],
];

test('the parser throws nothing but a TemplateError', () => {
  const text = fc.array(fc.constantFrom(...snippets), { maxLength: 30 });
  fc.assert(
    fc.property(text, fc.string({ unit: 'binary' }), (parts, tail) => {
      for (const template of [parts.join(''), `@${parts.join('')}`, `@${tail}`, `@{${tail}}`]) {
        expect(outcomeOf(() => parseTemplate(template))).toBe('as it should be');
        expect(outcomeOf(() => evaluate(template))).toBe('as it should be');
      }
    }),
    { numRuns: 500 },
  );
});

test('whatever a function is called with, it throws nothing but a TemplateError', () => {
  const argument = fc.constantFrom(
    ...['null', 'true', '-1', '3', '2.5', '9223372036854775807', "''", "'text'", "'1e5'"],
    ...["'de-DE'", "'N2'", "'data:,x'", "decimal('1.5')", "float('NaN')", "binary('x')"],
    ...['createArray(1, null)', "json('[]')", 'json(\'{"$content-type":"x","$content":"!"}\')'],
  );
  const name = fc.constantFrom(...functionNames);
  fc.assert(
    fc.property(name, fc.array(argument, { maxLength: 4 }), (called, args) => {
      expect(outcomeOf(() => evaluate(`@${called}(${args.join(',')})`))).toBe('as it should be');
      expect(outcomeOf(() => evaluate(`@{${called}(${args.join(',')})}`))).toBe('as it should be');
    }),
    { numRuns: 3000 },
  );
});

function outcomeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof TemplateError)) return String(error);
  }
  return 'as it should be';
}
