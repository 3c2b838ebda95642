/**
 * A refusal as a client sees it. Conditions and their status codes:
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-troubleshoot
 */
export class BrokerError extends Error {
  readonly condition: string;
  readonly statusCode: number;

  constructor(condition: string, statusCode: number, description: string) {
    super(description);
    this.condition = condition;
    this.statusCode = statusCode;
  }

  static messageLockLost(): BrokerError {
    return new BrokerError(
      'com.microsoft:message-lock-lost',
      410,
      'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
    );
  }

  static messageNotFound(what: string): BrokerError {
    return new BrokerError('com.microsoft:message-not-found', 404, `There is no ${what}.`);
  }

  /** Clients know this one by its text. */
  static entityNotFound(address: string): BrokerError {
    return new BrokerError(
      'amqp:not-found',
      404,
      `The messaging entity '${address}' could not be found. Declare it in the Config.json of the local Service Bus.`,
    );
  }

  static notImplemented(what: string): BrokerError {
    return new BrokerError(
      'amqp:not-implemented',
      501,
      `The local Service Bus does not emulate ${what}.`,
    );
  }

  static notAllowed(description: string): BrokerError {
    return new BrokerError('amqp:not-allowed', 400, description);
  }

  static argument(description: string): BrokerError {
    return new BrokerError('com.microsoft:argument-error', 400, description);
  }

  static unauthorized(description: string): BrokerError {
    return new BrokerError('amqp:unauthorized-access', 401, description);
  }

  static messageTooLarge(bytes: number, limit: number): BrokerError {
    return new BrokerError(
      'amqp:link:message-size-exceeded',
      403,
      `The message has ${bytes} bytes; the most that this queue takes are ${limit}.`,
    );
  }

  static malformed(description: string): BrokerError {
    return new BrokerError('amqp:decode-error', 400, description);
  }

  static internal(description: string): BrokerError {
    return new BrokerError('amqp:internal-error', 500, description);
  }
}
