import type { Duplex, PassThrough } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { closeCodes } from './close-codes.ts';

/** What may wait for a slow client before the terminal has to wait too. */
const highWaterBytes = 1024 * 1024;

/** What a client sends, from now on, as a stream: text and binary frames alike. The client waits while nobody reads. */
export function readFrames(socket: WebSocket, input: PassThrough): void {
  socket.on('message', (data) => {
    if (!input.write(bytesOf(data))) socket.pause();
  });
  input.on('drain', () => {
    socket.resume();
  });
}

/** Joins a client to a terminal, both ways, until one of them ends; then ends the other. */
export function joinTerminal(socket: WebSocket, input: PassThrough, terminal: Duplex): void {
  const resume = (): void => {
    if (terminal.isPaused() && socket.bufferedAmount < highWaterBytes) terminal.resume();
  };
  terminal.on('data', (chunk: Buffer) => {
    socket.send(chunk, { binary: true }, resume);
    if (socket.bufferedAmount >= highWaterBytes) terminal.pause();
  });
  terminal.on('error', (error) => {
    socket.close(closeCodes.failed, reasonThatFits(error.message));
  });
  terminal.once('close', () => {
    socket.close(closeCodes.done);
  });
  // The end of what is shown is the end of the terminal, whatever could still be typed.
  terminal.once('end', () => {
    socket.close(closeCodes.done);
  });
  socket.once('close', () => {
    input.destroy();
    terminal.destroy();
  });
  input.pipe(terminal);
}

export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** A close frame has room for 123 bytes: https://www.rfc-editor.org/rfc/rfc6455#section-5.5 */
function reasonThatFits(reason: string): string {
  return Buffer.from(reason)
    .subarray(0, 120)
    .toString()
    .replace(/\uFFFD$/, '');
}
