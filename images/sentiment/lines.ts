/** The longest line that is read, in bytes: it bounds the memory. */
export const longestLine = 8 * 1024 * 1024;

/** A line of a text, numbered from 1; without `bytes` it is longer than the longest. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | undefined;
}

const newline = 0x0a;

/** Cuts bytes into lines. No more than one line and one chunk is held at a time. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const keep = (part: Uint8Array): void => {
    size += part.length;
    if (size > longestLine) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const line = (): Line => ({
    number,
    bytes: size > longestLine ? undefined : Buffer.concat(parts),
  });
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      yield line();
      number += 1;
      parts = [];
      size = 0;
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (size > 0) yield line();
}
