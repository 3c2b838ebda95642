import { open } from 'node:fs/promises';

/** The last bytes of a log file, from the first whole character on; empty when there is no file. */
export async function readEnd(file: string, maxBytes: number): Promise<LogEnd> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch {
    return { text: '', offset: 0 };
  }
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, maxBytes);
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, size - length);
    let start = 0;
    // What was given back to the disk while it was being read is zeros.
    while (length < size && start < bytesRead && buffer[start] === 0) start += 1;
    // A cut character begins with continuation bytes (10xxxxxx).
    while (length < size && start < bytesRead && ((buffer[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return { text: buffer.toString('utf8', start, bytesRead), offset: size - length + start };
  } finally {
    await handle.close();
  }
}

export interface LogEnd {
  readonly text: string;
  /** Where in the file the text begins. */
  readonly offset: number;
}

/** The last lines of a text; what follows the last line feed counts as a line. */
export function lastLines({ text, offset }: LogEnd, maxLines: number): LogEnd {
  let from = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let lines = 0; lines < maxLines; lines += 1) {
    if (from <= 0) return { text, offset };
    from = text.lastIndexOf('\n', from - 1);
    if (from < 0) return { text, offset };
  }
  const start = maxLines === 0 ? text.length : from + 1;
  return { text: text.slice(start), offset: offset + Buffer.byteLength(text.slice(0, start)) };
}
