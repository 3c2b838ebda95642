import { randomUUID } from 'node:crypto';
import { encodeDescribed, encodeList, encodeString } from '../wire/encode.ts';
import { type Section, sectionCodes, sectionsOf, valueOf } from '../wire/sections.ts';
import { isNull, itemsOf, numberOf, textOf } from '../wire/values.ts';

/** A message as a sender gave it, taken apart as far as the broker looks at it. */
export interface IncomingMessage {
  /** The encoded fields of the header: durable, priority, ttl, first-acquirer, delivery-count. */
  readonly header: readonly Buffer[];
  /** The encoded annotations of the sender that the broker passes on: keys and values in turn. */
  readonly annotations: readonly Buffer[];
  /** Properties, application properties, body and footer: passed on byte for byte. */
  readonly content: Buffer;
  /** Milliseconds. */
  readonly timeToLive: number | undefined;
  /** Milliseconds since 1970. */
  readonly scheduledFor: number | undefined;
}

/** Set by the broker: a message that is sent again after it was received still has them. */
const brokersAnnotations = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-enqueue-sequence-number',
  'x-opt-message-state',
  'x-opt-deadletter-source',
  'x-opt-lock-token',
]);
const contentCodes = new Set<number>([
  sectionCodes.properties,
  sectionCodes.applicationProperties,
  sectionCodes.data,
  sectionCodes.sequence,
  sectionCodes.value,
  sectionCodes.footer,
]);
const ttlField = 2;

/** Takes an encoded message apart; throws MalformedValue when it is none. */
export function parseMessage(encoded: Buffer): IncomingMessage {
  const sections = sectionsOf(encoded);
  const header = itemsOfSection(sections, sectionCodes.header);
  const annotations: Buffer[] = [];
  let scheduledFor: number | undefined;
  const given = itemsOfSection(sections, sectionCodes.messageAnnotations);
  for (let index = 0; index + 1 < given.length; index += 2) {
    const [key, value] = given.slice(index, index + 2);
    if (!key || !value) continue;
    const name = textOf(key) ?? '';
    if (brokersAnnotations.has(name)) continue;
    if (name === 'x-opt-scheduled-enqueue-time') scheduledFor = numberOf(value);
    annotations.push(key, value);
  }
  return {
    header,
    annotations,
    content: contentOf(sections),
    timeToLive: numberOf(header[ttlField]),
    scheduledFor,
  };
}

/** A batch is an envelope with one data section for each message; what else it has is a copy of the first's. */
export function parseBatch(encoded: Buffer): IncomingMessage[] {
  return sectionsOf(encoded)
    .filter(({ code }) => code === sectionCodes.data)
    .map((section) => parseMessage(binaryOf(valueOf(section))));
}

function binaryOf(value: Buffer): Buffer {
  return value.subarray(value[0] === 0xb0 ? 5 : 2);
}

function itemsOfSection(sections: readonly Section[], wanted: number): Buffer[] {
  const section = sections.find(({ code }) => code === wanted);
  return section ? itemsOf(section.bytes) : [];
}

/** The service gives every message an id; without one the JavaScript client can not settle it. */
function contentOf(sections: readonly Section[]): Buffer {
  const content = sections.filter(({ code }) => contentCodes.has(code));
  const properties = itemsOfSection(content, sectionCodes.properties);
  if (!isNull(properties[0])) return Buffer.concat(content.map(({ bytes }) => bytes));
  const stamped = [encodeString(randomUUID().replaceAll('-', '')), ...properties.slice(1)];
  const others = content.filter(({ code }) => code !== sectionCodes.properties);
  return Buffer.concat([
    encodeDescribed(sectionCodes.properties, encodeList(stamped)),
    ...others.map(({ bytes }) => bytes),
  ]);
}
