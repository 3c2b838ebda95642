import type { IncomingMessage } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { sleep, SystemClock, type Clock } from '../../support/clock.ts';
import type { ContainerBackend } from '../container-groups/container-backend.ts';
import { refuseUpgrade } from '../http/listen.ts';
import { closeCodes } from './close-codes.ts';
import { bytesOf, joinTerminal, readFrames } from './join-terminal.ts';
import { TerminalSessions, type Session, type Terminal } from './terminal-sessions.ts';

interface TerminalServerOptions {
  readonly backend: Pick<ContainerBackend, 'exec' | 'attach'>;
  /** Says when passwords are late. */
  readonly clock: Clock;
}

/** A frame holds what somebody types or pastes. */
const maxFrameBytes = 1024 * 1024;
const goodbyeMs = 500;

/**
 * Terminals of containers over WebSocket. A client is told an address and a password; it connects and sends the
 * password as its first frame or, to attach, as its Authorization header. Then frames are what is typed and shown.
 */
export class TerminalServer {
  private readonly options: TerminalServerOptions;
  private readonly sessions: TerminalSessions;
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  private isClosed = false;

  constructor(options: TerminalServerOptions) {
    this.options = options;
    this.sessions = new TerminalSessions(options.clock);
  }

  /** Where and with which password to connect; `origin` is the one that the client knows this emulator by. */
  promise(terminal: Terminal, origin: string): { webSocketUri: string; password: string } {
    const { id, password } = this.sessions.add(terminal);
    const size = terminal.kind === 'exec' ? terminal.size : undefined;
    const query = size ? `?rows=${size.rows}&cols=${size.cols}` : '';
    const webSocketUri = `${origin.replace(/^http/, 'ws')}/terminals/${id}${query}`;
    return { webSocketUri, password };
  }

  /** Takes over a connection that asks to be a WebSocket. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const id = /^\/terminals\/([0-9a-f-]{36})(?:\?|$)/.exec(request.url ?? '')?.[1];
    if (id === undefined || this.isClosed) {
      refuseUpgrade(connection, 404);
      return;
    }
    this.server.handleUpgrade(request, connection, head, (socket) => {
      // Such as a frame that is too long; the socket closes by itself, with the code of what was wrong.
      socket.on('error', () => undefined);
      this.admit(socket, id, request.headers.authorization);
    });
  }

  /** Ends all terminals; resolves when their connections are closed. */
  async close(): Promise<void> {
    this.isClosed = true;
    const sockets = [...this.server.clients];
    const left = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.close(closeCodes.goingAway, 'the emulator stops');
    const allGone = new AbortController();
    const patience = sleep(new SystemClock(), goodbyeMs, allGone.signal);
    await Promise.race([Promise.all(left), patience]);
    allGone.abort();
    for (const socket of sockets) socket.terminate();
  }

  private admit(socket: WebSocket, id: string, header: string | undefined): void {
    const session = this.sessions.find(id);
    if (!session) refuse(socket);
    else if (session.terminal.kind === 'attach' && header !== undefined) {
      this.begin(socket, this.sessions.take(id, header));
    } else this.awaitPassword(socket, session);
  }

  private awaitPassword(socket: WebSocket, { id, validUntil }: Session): void {
    const cancel = this.options.clock.callAt(validUntil, () => {
      refuse(socket);
    });
    socket.once('close', cancel);
    socket.once('message', (data) => {
      cancel();
      this.begin(socket, this.sessions.take(id, bytesOf(data).toString()));
    });
  }

  private begin(socket: WebSocket, terminal: Terminal | undefined): void {
    if (!terminal) {
      refuse(socket);
      return;
    }
    // At once, so that what is typed early is not lost.
    const input = new PassThrough();
    readFrames(socket, input);
    this.open(terminal).then(
      (stream) => {
        if (socket.readyState === socket.OPEN) joinTerminal(socket, input, stream);
        else stream.on('error', () => undefined).destroy();
      },
      (error: unknown) => {
        // In band, where people see it: clients show no reasons.
        socket.send(Buffer.from(`${error instanceof Error ? error.message : String(error)}\r\n`));
        socket.close(closeCodes.done);
      },
    );
  }

  private open(terminal: Terminal): Promise<Duplex> {
    const { backend } = this.options;
    return terminal.kind === 'attach'
      ? backend.attach(terminal.run)
      : backend.exec(terminal.run, [terminal.program], terminal.size);
  }
}

function refuse(socket: WebSocket): void {
  socket.close(closeCodes.refused, 'The password is wrong, used or no longer valid.');
}
