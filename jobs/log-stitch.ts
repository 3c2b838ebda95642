import { z } from 'zod';

/** What is kept of a container's log so far. Lengths of text are JavaScript's. */
export const KeptLog = z.object({
  /** Length of the archived text in bytes. */
  bytes: z.int(),
  /** How much of the newest run's log is archived, from its beginning; absent after a gap, when nobody knows. */
  length: z.int().optional(),
  /** The end of what is archived of it. */
  tail: z.string(),
});
export type KeptLog = z.infer<typeof KeptLog>;

export const emptyLog: KeptLog = { bytes: 0, length: 0, tail: '' };

/** What ACI shows of a log at a time, always its end. */
export interface LogWindow {
  readonly text: string;
  /** Nothing will be added to it. */
  readonly isFinal: boolean;
}

/**
 * While a container runs, 4 MB; of one that has stopped, 16 KB or 1000 lines:
 * https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits
 */
const runningBytes = 4 * 1024 * 1024;
const stoppedBytes = 16 * 1024;
const stoppedLines = 1000;
/** A window that is cut may be a little shorter than its limit: it begins with a whole character. */
const slackBytes = 256;
const tailLength = 32 * 1024;
/** So much of a line that is cut at its beginning has to fit. */
const leastFit = 16;

export const gapMark =
  '[... a part of this log is missing: it was written faster than it could be read ...]\n';
export const restartMark = '[... the container was started again ...]\n';

/** What is to be added to an archived log after a look at its window. */
export interface Stitched {
  readonly text: string;
  readonly next: KeptLog;
}

/**
 * Adds to a log what a window of its end shows beyond it, without doubles; what is missing in between is marked. A last
 * line that is not at its end waits for the next look, unless there is none. Where a log says the same over and over for
 * longer than a window, its repetitions cannot be told apart, and the fewest are added.
 */
export function stitch(kept: KeptLog, window: LogWindow): Stitched {
  const shown = window.isFinal ? window.text : wholeLines(window.text);
  if (shown === '') return { text: '', next: kept };
  const isWhole = !isAtLimit(window);
  if (isWhole && kept.length !== undefined) {
    if (continues(shown, kept, kept.length)) return added(kept, shown.slice(kept.length));
    if (isOlder(shown, kept, kept.length)) return { text: '', next: kept };
  } else {
    const overlap = overlapOf(kept.tail, shown);
    if (overlap > 0) return added(kept, shown.slice(overlap));
  }
  return begun(kept, shown, isWhole);
}

function added(kept: KeptLog, text: string): Stitched {
  const { bytes, length, tail } = kept;
  const next = { bytes: bytes + bytesOf(text), tail: `${tail}${text}`.slice(-tailLength) };
  return { text, next: length === undefined ? next : { ...next, length: length + text.length } };
}

/** The window has nothing of what is archived. When it is whole, that was another run's. */
function begun({ bytes, tail }: KeptLog, shown: string, isWhole: boolean): Stitched {
  const mark = isWhole ? restartMark : gapMark;
  const lineEnd = tail === '' || tail.endsWith('\n') ? '' : '\n';
  const text = isWhole && bytes === 0 ? shown : `${lineEnd}${mark}${shown}`;
  const next = { bytes: bytes + bytesOf(text), tail: shown.slice(-tailLength) };
  return { text, next: isWhole ? { ...next, length: shown.length } : next };
}

/** Whether a whole log has the archived one at its beginning, as far as that is remembered. */
function continues(shown: string, { tail }: KeptLog, length: number): boolean {
  return shown.length >= length && shown.slice(length - tail.length, length) === tail;
}

/** Whether it is the archived one as it was some time ago: ACI's logs come late under load. */
function isOlder(shown: string, { tail }: KeptLog, length: number): boolean {
  const start = length - tail.length;
  return shown.length > start && tail.startsWith(shown.slice(start));
}

/** How much of the beginning of a window is archived already: up to the last place where the archive's end stands in it. */
function overlapOf(tail: string, shown: string): number {
  // All that is archived is no more than a tail: of that the window can only lack the beginning.
  const whole = tail.length < tailLength ? -1 : shown.lastIndexOf(tail);
  if (whole >= 0) return whole + tail.length;
  const overlap = longestFit(tail, shown);
  const isWholeLines = overlap > 0 && tail.at(-overlap - 1) === '\n';
  return isWholeLines || overlap >= leastFit || overlap === tail.length ? overlap : 0;
}

/** The longest end of one text that is the beginning of the other: Knuth, Morris and Pratt. */
function longestFit(tail: string, shown: string): number {
  const pattern = shown.slice(0, tail.length);
  const fits = [0];
  for (let at = 1, fit = 0; at < pattern.length; at += 1) {
    while (fit > 0 && pattern[at] !== pattern[fit]) fit = fits[fit - 1] ?? 0;
    if (pattern[at] === pattern[fit]) fit += 1;
    fits.push(fit);
  }
  let fit = 0;
  for (let at = tail.length - pattern.length; at < tail.length; at += 1) {
    while (fit > 0 && tail[at] !== pattern[fit]) fit = fits[fit - 1] ?? 0;
    if (tail[at] === pattern[fit]) fit += 1;
  }
  return fit;
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** Whether something may be missing before the window. */
function isAtLimit({ text, isFinal }: LogWindow): boolean {
  const bytes = bytesOf(text);
  if (bytes >= runningBytes - slackBytes) return true;
  if (!isFinal || bytes > stoppedBytes) return false;
  return bytes >= stoppedBytes - slackBytes || text.split('\n').length > stoppedLines;
}

/** Length in UTF-8; half of a surrogate pair becomes three bytes, as `TextEncoder` has it. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
