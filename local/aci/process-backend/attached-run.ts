import { closeSync, constants, openSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { sleep, type Clock } from '../../support/clock.ts';
import type { RunFolder } from './run-folder.ts';

const pollMs = 50;
const chunkBytes = 64 * 1024;
/** What is further back may be gone from the disk: log-limit.ts. */
const readableBytes = 4 * 1024 * 1024;

/**
 * What a run writes from now on, and the way to its stdin. Who reads more slowly than the run writes misses what has
 * become too old; what is typed while the run's program does not read, or has closed its stdin, is dropped.
 */
export class AttachedRun extends Duplex {
  private readonly log: FileHandle;
  private readonly stdinFile: string;
  private readonly clock: Clock;
  private readonly over = new AbortController();
  private offset: number;
  private stdin: net.Socket | undefined;
  private triesLeft = 20;

  private constructor(log: FileHandle, offset: number, stdinFile: string, clock: Clock) {
    super({ allowHalfOpen: false });
    this.log = log;
    this.offset = offset;
    this.stdinFile = stdinFile;
    this.clock = clock;
  }

  static async open({ logFile, stdinFile }: RunFolder, clock: Clock): Promise<AttachedRun> {
    const log = await open(logFile, 'r');
    const { size } = await log.stat();
    return new AttachedRun(log, size, stdinFile, clock);
  }

  /** The run writes no more: ends once all has been read. */
  finish(): void {
    this.over.abort();
  }

  override _read(): void {
    this.readNext().catch((error: unknown) => {
      // Also the way out when the log is closed in the middle.
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    void this.reachStdin().then((stdin) => {
      if (!stdin) done();
      else
        stdin.write(chunk, () => {
          done();
        });
    });
  }

  override _final(done: () => void): void {
    this.stdin?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.over.abort();
    this.stdin?.destroy();
    this.log.close().then(
      () => {
        done(error);
      },
      () => {
        done(error);
      },
    );
  }

  private async readNext(): Promise<void> {
    for (;;) {
      // Before the look: what was written until then is seen.
      const isLast = this.over.signal.aborted;
      const chunk = await this.readChunk();
      if (chunk.length > 0 || isLast) {
        this.push(chunk.length > 0 ? chunk : null);
        return;
      }
      await sleep(this.clock, pollMs, this.over.signal);
    }
  }

  private async readChunk(): Promise<Buffer> {
    const { size } = await this.log.stat();
    this.offset = Math.max(this.offset, size - readableBytes);
    const buffer = Buffer.alloc(Math.min(chunkBytes, size - this.offset));
    if (buffer.length === 0) return buffer;
    const { bytesRead } = await this.log.read(buffer, 0, buffer.length, this.offset);
    this.offset += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  /** A run that has just begun opens its stdin a moment later. */
  private async reachStdin(): Promise<net.Socket | undefined> {
    while (!this.over.signal.aborted) {
      this.stdin ??= this.openStdin();
      if (this.stdin || this.triesLeft === 0) return this.stdin;
      this.triesLeft -= 1;
      await sleep(this.clock, pollMs, this.over.signal);
    }
    return this.stdin;
  }

  /** Undefined when the run's program has closed its stdin: without a reader it does not open, and must not wait for one. */
  private openStdin(): net.Socket | undefined {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(this.stdinFile, constants.O_WRONLY | constants.O_NONBLOCK);
      const socket = new net.Socket({ fd: descriptor, readable: false, writable: true });
      socket.on('error', () => {
        socket.destroy();
      });
      socket.once('close', () => {
        if (this.stdin === socket) this.stdin = undefined;
      });
      return socket;
    } catch {
      if (descriptor !== undefined) closeSync(descriptor);
      return undefined;
    }
  }
}
