import net from 'node:net';

interface HostRelayOptions {
  /** An address of this machine that containers reach. */
  readonly address: string;
  readonly ports: readonly number[];
}

/**
 * Passes on what containers send to this machine's address in their network to the same port of loopback, where the local
 * stack listens. All ports are open or none: throws one line that names the one that is taken.
 */
export class HostRelay {
  private readonly options: HostRelayOptions;
  private readonly servers: net.Server[] = [];
  private readonly sockets = new Set<net.Socket>();

  constructor(options: HostRelayOptions) {
    this.options = options;
  }

  async open(): Promise<void> {
    try {
      for (const port of this.options.ports) this.servers.push(await this.listen(port));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const closing = this.servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
        }),
    );
    await Promise.all(closing);
  }

  private listen(port: number): Promise<net.Server> {
    const { address } = this.options;
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      this.connect(socket, port);
    });
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === 'EADDRINUSE';
        const place = `port ${String(port)} of ${address}, where containers look for the local stack,`;
        reject(isTaken ? new Error(`${place} is already in use`) : error);
      });
      server.listen(port, address, () => {
        resolve(server);
      });
    });
  }

  private connect(outer: net.Socket, port: number): void {
    const inner = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.follow(outer, inner);
    this.follow(inner, outer);
    outer.pipe(inner);
    inner.pipe(outer);
  }

  /** When one side breaks, so does the other. */
  private follow(socket: net.Socket, other: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      if (socket.errored) other.destroy();
    });
  }
}
