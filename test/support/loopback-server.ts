import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** An HTTP server on a free loopback port, for as long as a test holds it. */
export abstract class LoopbackServer {
  protected origin = '';
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (typeof address === 'object' && address) this.origin = `http://127.0.0.1:${address.port}`;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}
