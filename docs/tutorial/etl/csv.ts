import { exit, Failure } from './failure.ts';

const longestLine = 1024 * 1024;

/** Cuts text into lines, ended by LF or CRLF. No more than one line and one piece of text is held at a time. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) {
      throw new Failure(exit.rows, `a row is longer than ${longestLine} characters`);
    }
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}

/** The fields of a line, quoted or not (RFC 4180, but no line breaks in fields); undefined when a quote is out of place. */
export function fieldsOf(line: string): readonly string[] | undefined {
  const field = /("(?:[^"]|"")*"|[^",]*)(,|$)/y;
  const fields: string[] = [];
  for (;;) {
    const match = field.exec(line);
    if (!match) return undefined;
    const [, text = '', end] = match;
    fields.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.trim());
    if (end === '') return fields;
  }
}

/** A line of these fields, quoted where they have to be. */
export function lineOf(fields: readonly string[]): string {
  const quoted = fields.map((text) =>
    /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  );
  return `${quoted.join(',')}\n`;
}
