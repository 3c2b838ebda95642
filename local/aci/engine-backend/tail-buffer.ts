const firstCapacity = 16 * 1024;

/** The last bytes of a stream: takes no more memory than it may keep. */
export class TailBuffer {
  private readonly maxBytes: number;
  private buffer = Buffer.alloc(0);
  /** How many bytes it was given; the newest is before `total % capacity` once the buffer is full. */
  private total = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  append(data: Buffer): void {
    const kept = data.subarray(Math.max(0, data.length - this.maxBytes));
    this.total += data.length - kept.length;
    this.grow(this.total + kept.length);
    if (this.buffer.length === 0) return;
    const at = this.total % this.buffer.length;
    const copied = kept.copy(this.buffer, at);
    kept.copy(this.buffer, 0, copied);
    this.total += kept.length;
  }

  /** From the first whole character on. */
  text(): string {
    const { buffer, total } = this;
    if (total <= buffer.length) return buffer.toString('utf8', 0, total);
    const oldest = total % buffer.length;
    const bytes = Buffer.concat([buffer.subarray(oldest), buffer.subarray(0, oldest)]);
    let start = 0;
    // A cut character begins with continuation bytes (10xxxxxx).
    while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return bytes.toString('utf8', start);
  }

  /** Only while nothing was lost, so that every byte keeps its place. */
  private grow(needed: number): void {
    const { buffer, maxBytes } = this;
    if (needed <= buffer.length || buffer.length === maxBytes) return;
    const capacity = Math.min(maxBytes, Math.max(firstCapacity, buffer.length * 2, needed));
    const larger = Buffer.alloc(capacity);
    buffer.copy(larger);
    this.buffer = larger;
  }
}

/** The last lines of a text; what follows the last line feed counts as a line. */
export function lastLines(text: string, maxLines: number): string {
  let from = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let lines = 0; lines < maxLines; lines += 1) {
    if (from <= 0) return text;
    from = text.lastIndexOf('\n', from - 1);
    if (from < 0) return text;
  }
  return maxLines === 0 ? '' : text.slice(from + 1);
}
