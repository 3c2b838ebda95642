import type { IncomingMessage } from '../message/incoming-message.ts';
import type { StoredMessage } from '../message/stored-message.ts';
import { encodeList, encodeMap, encodeUint, nullValue } from '../wire/encode.ts';
import { effectiveTimeToLive, type QueueRules } from './queue-rules.ts';

/** AMQP's milliseconds of a time to live are an unsigned 32 bit number. */
const longestTtl = 2 ** 32 - 1;

/** A message as a queue keeps it; its time to live begins when it is due. */
export function toStoredMessage(
  message: IncomingMessage,
  { sequence, now, rules }: { sequence: number; now: number; rules: QueueRules },
): StoredMessage {
  const timeToLive = effectiveTimeToLive(message.timeToLive, rules);
  const { scheduledFor } = message;
  const isScheduled = scheduledFor !== undefined && scheduledFor > now;
  const dueAt = isScheduled ? scheduledFor : undefined;
  const [durable = nullValue, priority = nullValue, , firstAcquirer = nullValue] = message.header;
  const ttl =
    timeToLive === undefined || timeToLive > longestTtl ? nullValue : encodeUint(timeToLive);
  return {
    sequence,
    enqueuedSequence: sequence,
    state: isScheduled ? 'scheduled' : 'active',
    deliveryCount: 0,
    enqueuedAt: now,
    dueAt,
    expiresAt: timeToLive === undefined ? undefined : (dueAt ?? now) + timeToLive,
    header: encodeList([durable, priority, ttl, firstAcquirer]),
    annotations: encodeMap(message.annotations),
    content: message.content,
  };
}
