import {
  encodeDescribed,
  encodeInt,
  encodeList,
  encodeLong,
  encodeMap,
  encodeSymbol,
  encodeTimestamp,
  encodeUint,
  encodeUuid,
  nullValue,
} from '../wire/encode.ts';
import { sectionCodes, sectionsOf } from '../wire/sections.ts';
import { uuidBytes } from '../wire/uuid.ts';
import { itemsOf } from '../wire/values.ts';
import type { StoredMessage } from './stored-message.ts';

export interface Lock {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const names = {
  sequenceNumber: encodeSymbol('x-opt-sequence-number'),
  enqueuedTime: encodeSymbol('x-opt-enqueued-time'),
  lockedUntil: encodeSymbol('x-opt-locked-until'),
  enqueuedSequence: encodeSymbol('x-opt-enqueue-sequence-number'),
  messageState: encodeSymbol('x-opt-message-state'),
  lockToken: encodeSymbol('x-opt-lock-token'),
};
const states = { active: 0, deferred: 1, scheduled: 2 };

/** The message as a receiver gets it: the sender's content byte for byte, and what the broker knows of it. */
export function encodeDelivery(message: StoredMessage, lock?: Lock): Buffer {
  const parts = [encodeHeader(message)];
  if (lock) {
    const token = [names.lockToken, encodeUuid(uuidBytes(lock.token))];
    parts.push(encodeDescribed(sectionCodes.deliveryAnnotations, encodeMap(token)));
  }
  parts.push(encodeAnnotations(message, lock), message.content);
  return Buffer.concat(parts);
}

/** For a peek that wants to know of the message only. */
export function withoutBody(message: StoredMessage): StoredMessage {
  const { data, sequence, value } = sectionCodes;
  const isBody = (code: number): boolean => code === data || code === sequence || code === value;
  const kept = sectionsOf(message.content).filter(({ code }) => !isBody(code));
  return { ...message, content: Buffer.concat(kept.map(({ bytes }) => bytes)) };
}

/** The delivery count has to be there even when it is 0. */
function encodeHeader({ header, deliveryCount }: StoredMessage): Buffer {
  const [durable, priority, ttl, firstAcquirer] = itemsOf(header);
  const fields = [durable, priority, ttl, firstAcquirer].map((field) => field ?? nullValue);
  return encodeDescribed(sectionCodes.header, encodeList([...fields, encodeUint(deliveryCount)]));
}

function encodeAnnotations(message: StoredMessage, lock: Lock | undefined): Buffer {
  // The service goes on calling a message scheduled that once was.
  const state = message.dueAt === undefined ? message.state : 'scheduled';
  const items = [
    ...itemsOf(message.annotations),
    ...[names.sequenceNumber, encodeLong(message.sequence)],
    ...[names.enqueuedTime, encodeTimestamp(message.enqueuedAt)],
    ...[names.enqueuedSequence, encodeLong(message.enqueuedSequence)],
    ...[names.messageState, encodeInt(states[message.state === 'deferred' ? 'deferred' : state])],
  ];
  if (lock) items.push(names.lockedUntil, encodeTimestamp(lock.until));
  return encodeDescribed(sectionCodes.messageAnnotations, encodeMap(items));
}
