import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitLines } from '../../images/sentiment/lines.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  await Promise.resolve();
}

test('lines are the same however the bytes arrive, and are numbered from 1', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'ü', '\r'), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (whole, size) => {
      const lines: string[] = [];
      for await (const { number, bytes } of splitLines(inChunks(Buffer.from(whole), size))) {
        lines.push(Buffer.from(bytes ?? []).toString());
        expect(number).toBe(lines.length);
      }
      const expected = whole.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(lines).toEqual(expected);
    }),
  );
});
