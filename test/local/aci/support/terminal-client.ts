import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A WebSocket client as people use it: what it is shown, and how it ends. */
export class TerminalClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  private readonly chunks: Buffer[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.chunks.push(data));
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Connects and, when there is a password, sends it as the first frame. */
  static async open(
    { webSocketUri = '', password }: { webSocketUri?: string; password?: string },
    options: ClientOptions = {},
  ): Promise<TerminalClient> {
    const client = new TerminalClient(new WebSocket(webSocketUri, options));
    await once(client.socket, 'open');
    if (password !== undefined) client.send(password);
    return client;
  }

  send(text: string | Buffer): void {
    this.socket.send(text);
  }

  get shown(): string {
    return Buffer.concat(this.chunks).toString();
  }

  async shows(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.shown)) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.shown;
  }
}

/** The status with which a WebSocket is refused before it is one. */
export async function refusedWith(uri: string, options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(uri, options);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('open', () => {
      reject(new Error('it was let in'));
    });
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode);
      socket.terminate();
    });
  });
}
