/**
 * Reads what the cross-checks compare from Bicep that is written as infra/ is, without a parser, so that `npm test`
 * needs none. Each throws when what it looks for is not there: a check that finds nothing must not pass.
 */

/** The text from `header` to the bracket that closes the one it ends with, and the line (from 1) it begins on. */
export function blockOf(text: string, header: string): { body: string; line: number } {
  const start = text.indexOf(header);
  if (start < 0) throw new Error(`there is no "${header}"`);
  const open = start + header.length - 1;
  const line = text.slice(0, start).split('\n').length;
  return { body: text.slice(open + 1, closing(text, open)), line };
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('{['.includes(text.charAt(at))) depth += 1;
    if ('}]'.includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`the bracket at ${open} is not closed`);
}

/** `var name = [ 'a' 'b' ]`. */
export function listOf(text: string, name: string): string[] {
  return [...blockOf(text, `var ${name} = [`).body.matchAll(/^\s*'([^']*)'$/gm)].map(
    ([, value = '']) => value,
  );
}

/** `var name = [ { key: value } ]`, each value as it is written, without quotes. */
export function recordsOf(text: string, name: string): Record<string, string>[] {
  const { body } = blockOf(text, `var ${name} = [`);
  return [...body.matchAll(/^ {2}\{\n([^]*?)^ {2}\}$/gm)].map(([, record = '']) => {
    const entries = [...record.matchAll(/^ {4}(\w+): (.*)$/gm)];
    return Object.fromEntries(entries.map(([, key = '', value = '']) => [key, unquoted(value)]));
  });
}

/** The entries of `var name = { key: value }`, each with its line. */
export function entriesOf(
  text: string,
  header: string,
): { key: string; value: string; line: number }[] {
  const { body, line } = blockOf(text, header);
  const lines = body.split('\n');
  const indent = /^ */.exec(lines[1] ?? '')?.[0] ?? '';
  return lines.flatMap((one, index) => {
    const [, key, value] = new RegExp(`^${indent}'?([\\w$-]+)'?: (.*)$`).exec(one) ?? [];
    return key === undefined || value === undefined ? [] : [{ key, value, line: line + index }];
  });
}

export interface ResourceText {
  readonly symbol: string;
  readonly type: string;
  readonly body: string;
  readonly line: number;
  /** The comment right above it. */
  readonly comment: string;
  readonly isExisting: boolean;
}

export function resourcesOf(text: string): ResourceText[] {
  const pattern =
    /((?:^\/\/.*\n)*)^(?:resource|module) (\w+) '([^']+)' (existing )?= [^\n]*[{[]$/gm;
  return [...text.matchAll(pattern)].map(
    ({ 0: all, 1: comment = '', 2: symbol = '', 3: type = '', 4: existing, index }) => {
      const open = index + all.length - 1;
      return {
        symbol,
        type,
        body: text.slice(open + 1, closing(text, open)),
        line: text.slice(0, open).split('\n').length,
        comment: comment.replace(/^\/\/ ?/gm, '').trim(),
        isExisting: existing !== undefined,
      };
    },
  );
}

const unquoted = (value: string): string => value.replace(/^'(.*)'$/, '$1');
