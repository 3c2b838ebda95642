import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import rhea, {
  type Connection,
  type EventContext,
  type Message,
  type Receiver,
  type Sender,
  type Session,
} from 'rhea';
import { writeFramesTogether } from '../../../../local/service-bus/rhea/write-together.ts';
import { field } from '../../../../local/service-bus/rhea/field.ts';

/** The parts of a connection string. */
interface Namespace {
  readonly port: number;
  readonly keyName: string;
  readonly key: string;
}

export function parseConnectionString(text: string): Namespace {
  const [, port = '', keyName = '', key = ''] =
    /sb:\/\/localhost:(\d+);SharedAccessKeyName=([^;]+);SharedAccessKey=([^;]+);/.exec(text) ?? [];
  return { port: Number(port), keyName, key };
}

interface TokenOptions {
  readonly audience: string;
  readonly keyName: string;
  readonly key: string;
  readonly expiresAt?: Date;
}

export function sasToken({ audience, keyName, key, expiresAt }: TokenOptions): string {
  const resource = encodeURIComponent(audience);
  const expiry = Math.floor((expiresAt ?? new Date(Date.now() + 3_600_000)).getTime() / 1000);
  const signature = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${keyName}`;
}

/** An AMQP client that knows nothing of Service Bus: what its tests want, they do by hand. */
export class AmqpClient {
  readonly connection: Connection;
  private readonly errors: Error[] = [];

  private constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Without a password it comes as ANONYMOUS. */
  static async connect(port: number, login: { username?: string; password?: string } = {}) {
    const container = rhea.create_container();
    const connection = container.connect({
      host: '127.0.0.1',
      port,
      username: 'anonymous',
      ...login,
      reconnect: false,
    });
    const client = new AmqpClient(connection);
    for (const event of ['receiver_error', 'sender_error', 'disconnected', 'session_error'])
      container.on(event, () => undefined);
    container.on('error', (error: Error) => client.errors.push(error));
    await Promise.race([
      once(connection, 'connection_open'),
      once(connection, 'connection_error').then(() => {
        throw new Error('the connection was refused');
      }),
    ]);
    // What is done in one breath comes in one piece, which is when the order of things matters.
    writeFramesTogether(connection);
    return client;
  }

  /** A client that has shown the key of the namespace, and may do everything. */
  static ofNamespace({ port, keyName, key }: Namespace): Promise<AmqpClient> {
    return AmqpClient.connect(port, { username: keyName, password: key });
  }

  async session(): Promise<Session> {
    const session = this.connection.create_session();
    session.begin();
    await once(session, 'session_open');
    return session;
  }

  async close(): Promise<void> {
    if (!this.connection.is_open()) return;
    this.connection.close();
    await once(this.connection, 'connection_close');
  }
}

/** Resolves when the link is open; rejects with the condition and the text when it is refused. */
export async function opened<L extends Sender | Receiver>(link: L): Promise<L> {
  const kind = link.is_sender() ? 'sender' : 'receiver';
  await new Promise<void>((resolve, reject) => {
    link.once(`${kind}_error`, () => {
      const [condition, text] = ['condition', 'description'].map((name) => field(link.error, name));
      reject(new Error(`${String(condition)}: ${String(text)}`));
    });
    link.once(`${kind}_open`, () => {
      // A refused link opens as well, and is closed at once.
      setTimeout(resolve, 50);
    });
  });
  return link;
}

/** The next event of that name, on whatever of rhea it is. */
export function next(emitter: NodeJS.EventEmitter, event: string): Promise<EventContext> {
  return new Promise((resolve) => {
    emitter.once(event, (context: EventContext) => {
      resolve(context);
    });
  });
}

/** Asks a node such as $cbs or jobs/$management; resolves with its reply. */
export async function ask(session: Session, node: string, request: Partial<Message>) {
  const receiver = session.open_receiver({ source: node, target: 'replies' });
  const sender = session.open_sender(node);
  await Promise.all([opened(receiver), opened(sender)]);
  const reply = next(receiver, 'message');
  sender.send({ message_id: 'request-1', reply_to: 'replies', body: undefined, ...request });
  const { message } = await reply;
  receiver.close();
  sender.close();
  if (!message) throw new Error('no reply');
  return message;
}
