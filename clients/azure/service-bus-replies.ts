import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import type { Replies, Reply } from '../ports.ts';

/** A namespace by its name, reached with an identity, or a connection string, as connections of Functions may be either. */
export type ServiceBusConnection =
  { readonly fullyQualifiedNamespace: string } | { readonly connectionString: string };

/** The durable orchestration tries again after minutes; until then, less than its activity may take. */
const retryOptions = { maxRetries: 2, retryDelayInMs: 1_000, timeoutInMs: 20_000 };

/** Each reply goes by a connection of its own: they are rare, and none is left idle between them. */
export class ServiceBusReplies implements Replies {
  private readonly connection: ServiceBusConnection;
  private readonly credential: TokenCredential;

  constructor(connection: ServiceBusConnection, credential: TokenCredential) {
    this.connection = connection;
    this.credential = credential;
  }

  async send({ queue, correlationId, messageId, body }: Reply): Promise<void> {
    const client = this.connect();
    try {
      await client.createSender(queue).sendMessages({
        // As bytes, or the SDK would make a JSON text of the JSON.
        body: Buffer.from(body),
        contentType: 'application/json',
        messageId,
        correlationId,
      });
    } finally {
      await client.close();
    }
  }

  private connect(): ServiceBusClient {
    const { connection, credential } = this;
    return 'connectionString' in connection
      ? new ServiceBusClient(connection.connectionString, { retryOptions })
      : new ServiceBusClient(connection.fullyQualifiedNamespace, credential, { retryOptions });
  }
}
