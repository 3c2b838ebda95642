/** A piece of what a container wrote. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

const headerLength = 8;
const stderrType = 2;

/**
 * Takes apart the stream of a container without a terminal: before each piece stand its stream, three zeros and its length
 * as 4 bytes, the greatest first: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export class FrameReader {
  private rest = Buffer.alloc(0);

  /** The frames that are whole now; what is left waits for more. */
  read(chunk: Uint8Array): Frame[] {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : Buffer.from(chunk);
    const frames: Frame[] = [];
    while (bytes.length >= headerLength) {
      const end = headerLength + bytes.readUInt32BE(4);
      if (bytes.length < end) break;
      const stream = bytes[0] === stderrType ? 'stderr' : 'stdout';
      frames.push({ stream, data: bytes.subarray(headerLength, end) });
      bytes = bytes.subarray(end);
    }
    this.rest = bytes;
    return frames;
  }
}
