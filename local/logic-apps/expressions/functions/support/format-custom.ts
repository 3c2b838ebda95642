import { type ExpressionNumber, toDouble } from '../../values/numbers.ts';
import { TemplateError } from '../../template-error.ts';
import { digitsOf, round, shift } from './decimal-digits.ts';
import { separatorsOf } from './number-separators.ts';

type Token =
  | { readonly kind: 'digit'; readonly required: boolean }
  | { readonly kind: 'point' | 'comma' }
  | { readonly kind: 'literal'; readonly text: string };

/** .NET looks at no more digits of a double than these in a custom format. */
const significantDigits = 15;

/**
 * A number in one of .NET's custom formats (`#,##0.00`, `0.0%`, sections by sign). Throws NotImplemented for
 * exponents. https://learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings
 */
export function formatCustom(value: ExpressionNumber, format: string, locale: string): string {
  if (!Number.isFinite(toDouble(value))) return String(toDouble(value));
  const sections = sectionsOf(format);
  const [positive = [], negative = [], zero = []] = sections;
  const sign = Math.sign(toDouble(value));
  if (sign < 0 && negative.length > 0) return formatSection(value, negative, locale);
  const tokens = sign === 0 && sections.length > 2 ? zero : positive;
  const digits = formatSection(value, tokens, locale);
  return sign < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function formatSection(value: ExpressionNumber, tokens: readonly Token[], locale: string): string {
  const point = tokens.findIndex(({ kind }) => kind === 'point');
  const whole = point < 0 ? tokens : tokens.slice(0, point);
  const fraction = point < 0 ? [] : tokens.slice(point + 1);
  const percents = tokens.filter((token) => token.kind === 'literal' && token.text === '%').length;
  const thousands = trailingCommas(whole);
  const places = fraction.filter(({ kind }) => kind === 'digit').length;
  const shifted = shift(digitsOf(value, significantDigits), 2 * percents - 3 * thousands);
  const number = round(shifted, places);
  const separators = separatorsOf(locale);
  const group = hasGrouping(whole) ? separators.group : '';
  const tail = fractionText(number.fraction, fraction);
  const decimal = /^\d/.test(tail) ? separators.decimal : '';
  return `${wholeText(number.whole, whole, group)}${decimal}${tail}`;
}

function wholeText(digits: string, tokens: readonly Token[], group: string): string {
  const count = tokens.filter(({ kind }) => kind === 'digit').length;
  const zeros = tokens.filter(({ kind }) => kind === 'digit');
  const firstRequired = zeros.findIndex((token) => token.kind === 'digit' && token.required);
  const least = firstRequired < 0 ? 0 : count - firstRequired;
  let remaining = digits.replace(/^0+/, '').padStart(least, '0');
  let left = count;
  return tokens
    .map((token) => {
      if (token.kind === 'literal') return token.text;
      if (token.kind !== 'digit') return '';
      left -= 1;
      const taken = remaining.slice(0, Math.max(remaining.length - left, 0));
      remaining = remaining.slice(taken.length);
      return Array.from(taken, (digit, index) => {
        const behind = taken.length - index - 1 + left;
        return behind > 0 && behind % 3 === 0 ? `${digit}${group}` : digit;
      }).join('');
    })
    .join('');
}

function fractionText(digits: string, tokens: readonly Token[]): string {
  const placeholders = tokens.filter(({ kind }) => kind === 'digit');
  const required = placeholders.findLastIndex((token) => token.kind === 'digit' && token.required);
  const kept = digits.slice(0, required + 1) + digits.slice(required + 1).replace(/0+$/, '');
  let next = 0;
  return tokens
    .map((token) => {
      if (token.kind === 'literal') return token.text;
      return token.kind === 'digit' ? (kept[next++] ?? '') : '';
    })
    .join('');
}

/** Commas right before the point divide by a thousand each. */
function trailingCommas(whole: readonly Token[]): number {
  const lastDigit = whole.findLastIndex(({ kind }) => kind === 'digit');
  return whole.slice(lastDigit + 1).filter(({ kind }) => kind === 'comma').length;
}

/** A comma between digits groups all of them. */
function hasGrouping(whole: readonly Token[]): boolean {
  const first = whole.findIndex(({ kind }) => kind === 'digit');
  const last = whole.findLastIndex(({ kind }) => kind === 'digit');
  return whole.slice(first, last).some(({ kind }) => kind === 'comma');
}

function sectionsOf(format: string): readonly (readonly Token[])[] {
  const sections: Token[][] = [[]];
  for (const [text] of format.matchAll(/'[^']*'?|"[^"]*"?|\\.|[\s\S]/gu)) {
    if (text === ';') sections.push([]);
    else sections.at(-1)?.push(tokenOf(text));
  }
  if (/[eE][+-]?0/.test(format.replace(/'[^']*'|"[^"]*"|\\./g, ''))) {
    throw new TemplateError(
      'NotImplemented',
      `The exponent in number format '${format}' is not implemented by this runner.`,
    );
  }
  return sections;
}

function tokenOf(text: string): Token {
  if (text === '0' || text === '#') return { kind: 'digit', required: text === '0' };
  if (text === '.') return { kind: 'point' };
  if (text === ',') return { kind: 'comma' };
  if (text.startsWith('\\')) return { kind: 'literal', text: text.slice(1) };
  return { kind: 'literal', text: text.replace(/^(['"])([\s\S]*?)\1?$/, '$2') };
}
