/** What a queue is declared to do with its messages. Times are milliseconds. */
export interface QueueRules {
  readonly lockDuration: number;
  readonly maxDeliveryCount: number;
  /** Undefined: messages that name no time to live, live for ever. */
  readonly defaultTimeToLive: number | undefined;
  readonly deadLetteringOnMessageExpiration: boolean;
  readonly isDeadLetterQueue: boolean;
}

/** Nothing leaves a dead-letter queue by itself: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues */
export function rulesOfDeadLetterQueue(rules: QueueRules): QueueRules {
  return { ...rules, defaultTimeToLive: undefined, isDeadLetterQueue: true };
}

/** A queue's own time to live is the most that a message can ask for. */
export function effectiveTimeToLive(
  asked: number | undefined,
  { defaultTimeToLive }: QueueRules,
): number | undefined {
  if (asked === undefined || asked === 0) return defaultTimeToLive;
  return Math.min(asked, defaultTimeToLive ?? Infinity);
}
