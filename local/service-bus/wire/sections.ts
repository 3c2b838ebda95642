import { endOfValue, MalformedValue, numberOf } from './values.ts';

/** http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format */
export const sectionCodes = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const;

const known = new Set<number>(Object.values(sectionCodes));

export interface Section {
  readonly code: number;
  /** With its descriptor. */
  readonly bytes: Buffer;
}

/** The sections of a message in their order; throws MalformedValue when it is none. */
export function sectionsOf(message: Buffer): Section[] {
  const sections: Section[] = [];
  for (let offset = 0; offset < message.length;) {
    const end = endOfValue(message, offset);
    const bytes = message.subarray(offset, end);
    sections.push({ code: codeOf(bytes), bytes });
    offset = end;
  }
  return sections;
}

/** The value of a section, without its descriptor. */
export function valueOf({ bytes }: Section): Buffer {
  return bytes.subarray(endOfValue(bytes, 1));
}

function codeOf(section: Buffer): number {
  const code = section[0] === 0x00 ? numberOf(section.subarray(1)) : undefined;
  if (code === undefined || !known.has(code))
    throw new MalformedValue('a message has a part that is no section of a message');
  return code;
}
