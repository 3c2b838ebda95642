import { Duplex, type Readable, type Writable } from 'node:stream';

/** A program's stdin and stdout as one stream that ends, and closes, when the program writes no more. */
export class ProgramStream extends Duplex {
  private readonly stdin: Writable;
  private readonly stdout: Readable;

  constructor(stdin: Writable, stdout: Readable) {
    super({ allowHalfOpen: false });
    this.stdin = stdin;
    this.stdout = stdout;
    // What is typed once the program has ended is nobody's.
    stdin.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stdout.once('end', () => this.push(null));
    stdout.once('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.stdin.write(chunk, () => {
      done();
    });
  }

  override _final(done: () => void): void {
    this.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.stdin.destroy();
    this.stdout.destroy();
    done(error);
  }
}
