import { once } from 'node:events';
import type net from 'node:net';
import rhea, { type Connection, type Container, type EventContext } from 'rhea';
import type { Logger } from 'pino';
import type { Namespace } from '../namespace.ts';
import { connectionInternals } from '../rhea/internals.ts';
import { prepareSession } from '../rhea/prepare-session.ts';
import { offerMechanisms } from '../rhea/sasl.ts';
import { writeFramesTogether } from '../rhea/write-together.ts';
import { sessionBufferSize } from '../rhea/settle-delivery.ts';
import { saslMechanisms } from '../security/sasl-mechanisms.ts';
import type { Security } from './cbs-node.ts';
import { Client } from './client.ts';
import { openReceiver, openSender } from './open-link.ts';

interface AmqpServerOptions {
  readonly namespace: Namespace;
  readonly security: Security;
  readonly log: Logger;
}

/** Not all of them are in rhea's types. */
const connectionOptions = {
  max_frame_size: 65_536,
  channel_max: 5000,
  idle_time_out: 120_000,
  tcp_no_delay: true,
  session_buffer_size: sessionBufferSize,
  sender_options: { autosettle: false, treat_modified_as_released: false },
  receiver_options: { autoaccept: false, credit_window: 1000 },
};

/** Listens for AMQP 1.0 on loopback, without TLS: what `UseDevelopmentEmulator=true` makes clients speak. */
export class AmqpServer {
  private readonly options: AmqpServerOptions;
  private readonly container: Container;
  private readonly clients = new Map<Connection, Client>();
  private server: net.Server | undefined;

  constructor(options: AmqpServerOptions) {
    this.options = options;
    this.container = rhea.create_container({ id: 'sbemulatorns' });
    offerMechanisms(this.container, saslMechanisms(options.security.accessKey));
    this.listenToConnections();
    this.listenToLinks();
  }

  /** Resolves with the port; 0 lets the system choose. */
  async start(port: number): Promise<number> {
    const server = this.container.listen({ ...connectionOptions, host: '127.0.0.1', port });
    await once(server, 'listening').catch((error: unknown) => {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      throw isTaken ? new Error(`port ${port} is already in use on 127.0.0.1`) : error;
    });
    this.server = server;
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Tells clients that it goes, and lets them go. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of this.clients.keys())
      connection.close({ condition: 'amqp:connection:forced', description: 'It is stopping.' });
    await new Promise((resolve) => setImmediate(resolve));
    for (const connection of [...this.clients.keys()]) {
      const internals = connectionInternals(connection);
      internals.abort_socket(internals.socket);
      this.forget(connection);
    }
    await closed;
  }

  private listenToConnections(): void {
    const { container } = this;
    const { log } = this.options;
    container.on('connection_open', ({ connection }: EventContext) => {
      writeFramesTogether(connection);
      this.clients.set(connection, new Client(connection));
    });
    for (const end of ['connection_close', 'disconnected'])
      container.on(end, ({ connection }: EventContext) => {
        this.forget(connection);
      });
    container.on('session_open', ({ session }: EventContext) => {
      if (session) prepareSession(session);
    });
    container.on('session_close', ({ connection, session }: EventContext) => {
      if (session) this.clients.get(connection)?.closeSession(session);
    });
    for (const problem of ['error', 'connection_error', 'session_error', 'protocol_error'])
      container.on(problem, (context: { error?: unknown } | Error) => {
        log.info({ err: context instanceof Error ? context : context.error }, problem);
      });
  }

  private listenToLinks(): void {
    const { namespace, security } = this.options;
    this.container.on('sender_open', ({ connection, sender }: EventContext) => {
      const client = this.clients.get(connection);
      if (client && sender) openSender(sender, { client, namespace, security });
    });
    this.container.on('receiver_open', ({ connection, receiver }: EventContext) => {
      const client = this.clients.get(connection);
      if (client && receiver) openReceiver(receiver, { client, namespace, security });
    });
    for (const quiet of ['sender_error', 'receiver_error'])
      this.container.on(quiet, () => undefined);
  }

  private forget(connection: Connection): void {
    this.clients.get(connection)?.close();
    this.clients.delete(connection);
  }
}
