import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { text as textOf } from 'node:stream/consumers';
import { lastLines } from '../../triggers/last-lines.ts';

test('the last lines are the same however the text is cut into chunks', async () => {
  const text = fc.array(fc.constantFrom('a', 'ü', '\n', '\r\n', 'long line '), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 7 }), check),
  );

  async function check(parts: string[], count: number, chunkSize: number): Promise<void> {
    const bytes = Buffer.from(parts.join(''));
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += chunkSize) {
      chunks.push(bytes.subarray(at, at + chunkSize));
    }
    const lines = parts.join('').match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const found = await textOf(lastLines(ReadableStream.from(chunks), count));
    expect(found).toBe(lines.slice(-count).join(''));
  }
});
