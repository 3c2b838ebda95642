import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bytesOf,
  emptyLog,
  gapMark,
  type KeptLog,
  type LogWindow,
  restartMark,
  stitch,
} from '../../jobs/log-stitch.ts';

/** What ACI shows of a log, as its documentation has it. */
function windowOf(log: string, isFinal: boolean): LogWindow {
  const bytes = Buffer.from(log).subarray(isFinal ? -16 * 1024 : -4 * 1024 * 1024);
  const text = bytes.toString().replace(/^\uFFFD+/, '');
  const lines = text.split(/(?<=\n)/);
  return { text: isFinal ? lines.slice(-1000).join('') : text, isFinal };
}

/** The archive after a look at each of these; the last one is at the log after its end. */
function archiveOf(logs: readonly string[], kept: KeptLog = emptyLog): string {
  let archive = '';
  logs.forEach((log, index) => {
    const stitched = stitch(kept, windowOf(log, index === logs.length - 1));
    archive += stitched.text;
    kept = stitched.next;
    expect(kept.bytes).toBe(Buffer.byteLength(archive));
  });
  return archive;
}

const line = (n: number): string => `${n} of many lines\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => line(from + index)).join('');

describe('a stitched log', () => {
  test('is the log, wherever the looks fall between its parts', () => {
    const words = fc.constantFrom(
      'tick\n',
      'tick',
      '\n',
      'ü',
      '𝄞 clef\n',
      'a longer line, ',
      '\r\n',
    );
    const part = fc.array(words, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const looks = parts.map((_, index) => parts.slice(0, index + 1).join(''));
        expect(archiveOf(looks)).toBe(parts.join(''));
      }),
    );
  });

  test('of long logs is the log, when less than the end that ACI still shows came since the look before', () => {
    const from = fc.integer({ min: 0, max: 3000 });
    const since = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(from, since, (seen, more) => {
        const log = lines(0, seen + more);
        expect(archiveOf([lines(0, seen), log])).toBe(log);
      }),
      { numRuns: 50 },
    );
  });

  test('marks what was written and gone between two looks, and has nothing twice', () => {
    const archive = archiveOf([lines(0, 500), lines(0, 9000)]);
    const [before = '', after = ''] = archive.split(gapMark);
    expect(before).toBe(lines(0, 500));
    expect(lines(0, 9000).endsWith(after)).toBe(true);
    expect(after.length).toBeGreaterThan(16_000);
  });

  test('marks that its beginning is gone, but not that of a log which is whole', () => {
    expect(archiveOf([lines(0, 9000)]).startsWith(gapMark)).toBe(true);
    expect(archiveOf([lines(0, 900)])).toBe(lines(0, 900));
    expect(archiveOf(['x\n'.repeat(1001)]).startsWith(gapMark)).toBe(true);
  });

  test('goes on over 4 MB while the container runs', () => {
    const size = Math.ceil((6 * 1024 * 1024) / line(100_000).length);
    const looks = [0.3, 0.5, 0.8, 1].map((part) => lines(0, Math.round(part * size)));
    const all = lines(0, size + 3);
    expect(archiveOf([...looks, all]) === all).toBe(true);
  });

  test('counts a repeating line as often as it was written, as long as nothing was cut', () => {
    const ticks = (count: number): string => 'tick\n'.repeat(count);
    expect(archiveOf([ticks(10), ticks(500), ticks(999)])).toBe(ticks(999));
  });

  test('leaves a line that is not at its end to the next look', () => {
    const first = stitch(emptyLog, { text: 'one\ntw', isFinal: false });
    expect(first.text).toBe('one\n');
    expect(stitch(first.next, { text: 'one\ntwo', isFinal: true }).text).toBe('two');
  });

  test('has both runs of a container that was started again, and says so', () => {
    expect(archiveOf(['one\ntwo\n', 'again\n', 'again\nand on'])).toBe(
      `one\ntwo\n${restartMark}again\nand on`,
    );
  });

  test('is not shaken by a window that is older than the one before, or empty', () => {
    expect(archiveOf(['one\ntwo\n', 'one\n', '', 'one\ntwo\nthree\n'])).toBe('one\ntwo\nthree\n');
  });
});

test('lengths are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(bytesOf(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
