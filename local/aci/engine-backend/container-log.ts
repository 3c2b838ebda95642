import type { LogOptions } from '../container-groups/container-backend.ts';
import { query, type EngineClient } from './engine-client.ts';
import { FrameReader, type Frame } from './frames.ts';
import { lastLines, TailBuffer } from './tail-buffer.ts';

const lineFeed = 0x0a;

/**
 * The end of what a container wrote. It is read from its beginning, because Podman 4 joins lines when it is asked for the
 * last ones, and no more than `maxBytes` of it are held. `shiftMs` is what the service's clock is ahead of the engine's.
 */
export async function readContainerLog(
  client: EngineClient,
  id: string,
  { maxBytes, maxLines, timestamps }: LogOptions,
  shiftMs: number,
): Promise<string> {
  const options = query({ stdout: 1, stderr: 1, timestamps: timestamps ? 1 : 0 });
  const { body } = await client.stream({ path: `/containers/${id}/logs${options}` });
  const frames = new FrameReader();
  const tail = new TailBuffer(maxBytes);
  const stamps = new Stamps(shiftMs);
  for await (const chunk of body) {
    for (const frame of frames.read(Buffer.from(chunk))) {
      tail.append(timestamps ? stamps.correct(frame) : frame.data);
    }
  }
  return lastLines(tail.text(), maxLines);
}

/** Makes the time before each line that of the service, as RFC 3339 with nanoseconds. */
export class Stamps {
  private readonly shiftMs: number;
  private readonly unfinished = new Set<Frame['stream']>();

  constructor(shiftMs: number) {
    this.shiftMs = shiftMs;
  }

  /** A frame that goes on with a line has a time before it too: an engine cuts lines that are long. */
  correct({ stream, data }: Frame): Buffer {
    const space = data.indexOf(' ');
    const at = Date.parse(data.toString('latin1', 0, Math.max(0, space)));
    const goesOn = this.unfinished.has(stream);
    if (data.at(-1) === lineFeed) this.unfinished.delete(stream);
    else this.unfinished.add(stream);
    if (Number.isNaN(at)) return data;
    const line = data.subarray(space + 1);
    if (goesOn) return line;
    const stamp = new Date(at + this.shiftMs).toISOString().replace('Z', '000000Z');
    return Buffer.concat([Buffer.from(`${stamp} `), line]);
  }
}
