import { float, fromBigInt } from './numbers.ts';

/**
 * JSON with its numbers as they are written: `5.0` stays a float, an integer keeps all its digits. Throws SyntaxError.
 * https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/JSON/parse#context
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? parseNumber(context?.source ?? String(value)) : value,
  );
}

function parseNumber(source: string): unknown {
  const integer = /^-?\d+$/.test(source) ? fromBigInt(BigInt(source)) : undefined;
  return integer ?? float(Number(source));
}
