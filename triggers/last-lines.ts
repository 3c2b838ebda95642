const newline = 0x0a;

/** The last `count` lines of a text; no more than those are held at a time. */
export async function* lastLines(
  text: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let line: Uint8Array[] = [];
  for await (const chunk of text) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      kept.push(joined([...line, chunk.subarray(start, end + 1)]));
      line = [];
      start = end + 1;
    }
    if (start < chunk.length) line.push(chunk.subarray(start));
    if (kept.length > 2 * count) kept = kept.slice(-count);
  }
  if (line.length > 0) kept.push(joined(line));
  yield* kept.slice(-count);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
