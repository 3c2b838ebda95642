import { syntaxError } from './syntax-error.ts';
import { punctuation, type Token } from './token.ts';

const whitespace = /\s*/y;
const text = /'[^']*(?:''[^']*)*'/y;
const number = /[+-]?(?:\d+(?<fraction>\.\d*)?|(?<bare>\.\d+))(?<exponent>[eE][+-]?\d+)?/y;
const identifier = /[^.,(){}@[\]?'"\s]+/y;

/** The tokens of an expression (without its `@`), the last of which is `EndOfData`. Throws InvalidTemplate. */
export function scanExpression(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = skipWhitespace(expression, 0);
  while (position < expression.length) {
    const token = readToken(expression, position);
    tokens.push(token);
    position = skipWhitespace(expression, token.end);
  }
  tokens.push({ type: 'EndOfData', value: '', start: position, end: position });
  return tokens;
}

function skipWhitespace(expression: string, start: number): number {
  return start + (match(whitespace, expression, start)?.[0].length ?? 0);
}

function readToken(expression: string, start: number): Token {
  const first = expression.charAt(start);
  const type = punctuation.get(first);
  if (type !== undefined) return { type, value: first, start, end: start + 1 };
  if (first === "'") return readText(expression, start);
  if (/[+\-\d]/.test(first)) return readNumber(expression, start);
  const found = match(identifier, expression, start);
  if (!found) throw unexpected(expression, start);
  return { type: 'Identifier', value: found[0], start, end: start + found[0].length };
}

function readText(expression: string, start: number): Token {
  const found = match(text, expression, start);
  if (!found) {
    throw syntaxError(expression, `the string literal at position '${start}' is not terminated.`);
  }
  const value = found[0].slice(1, -1).replaceAll("''", "'");
  return { type: 'StringLiteral', value, start, end: start + found[0].length };
}

function readNumber(expression: string, start: number): Token {
  const found = match(number, expression, start);
  if (!found) throw unexpected(expression, start);
  const end = start + found[0].length;
  if (match(identifier, expression, end)) throw unexpected(expression, end);
  const { fraction, bare, exponent } = found.groups ?? {};
  const isFloat = (fraction ?? bare ?? exponent) !== undefined;
  return { type: isFloat ? 'FloatLiteral' : 'IntegerLiteral', value: found[0], start, end };
}

function match(pattern: RegExp, expression: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(expression);
}

const unexpected = (expression: string, position: number) =>
  syntaxError(
    expression,
    `the string character '${expression.charAt(position)}' at position '${position}' is not expected.`,
  );
