/**
 * The encoding of AMQP 1.0 values, on bytes: what is only passed on is never decoded, so it can not lose its type.
 * http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings
 */

/** The bytes are no AMQP values. */
export class MalformedValue extends Error {}

const described = 0x00;
const fixedWidths: Readonly<Record<number, number>> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };

/** Where the value that begins at `offset` ends. */
export function endOfValue(buffer: Buffer, offset: number): number {
  const code = buffer[offset];
  if (code === undefined) throw new MalformedValue('a value is missing');
  if (code === described) return endOfValue(buffer, endOfValue(buffer, offset + 1));
  const end = offset + 1 + widthAt(buffer, offset + 1, code >> 4);
  if (end > buffer.length) throw new MalformedValue('a value is longer than its message');
  return end;
}

function widthAt(buffer: Buffer, offset: number, category: number): number {
  const width = fixedWidths[category];
  if (width !== undefined) return width;
  if (category < 0xa) throw new MalformedValue(`no type has the code ${category.toString(16)}x`);
  const wide = category % 2 === 1;
  if (offset + (wide ? 4 : 1) > buffer.length) throw new MalformedValue('a size is missing');
  return wide ? 4 + buffer.readUInt32BE(offset) : 1 + buffer.readUInt8(offset);
}

/** The encoded items of a list, or keys and values of a map in turn; none for null. */
export function itemsOf(value: Buffer): Buffer[] {
  const start = value[0] === described ? endOfValue(value, 1) : 0;
  const code = value[start];
  if (code === 0x40 || code === 0x45) return [];
  const wide = code === 0xd0 || code === 0xd1;
  if (!wide && code !== 0xc0 && code !== 0xc1)
    throw new MalformedValue('neither a list nor a map is where one should be');
  const count = wide ? value.readUInt32BE(start + 5) : value.readUInt8(start + 2);
  const items: Buffer[] = [];
  let offset = start + (wide ? 9 : 3);
  for (let read = 0; read < count; read += 1) {
    const end = endOfValue(value, offset);
    items.push(value.subarray(offset, end));
    offset = end;
  }
  return items;
}

export function isNull(value: Buffer | undefined): boolean {
  return value === undefined || value[0] === 0x40;
}

/** An integer or a timestamp; undefined for everything else. */
export function numberOf(value: Buffer | undefined): number | undefined {
  if (!value) return undefined;
  switch (value[0] ?? -1) {
    case 0x43:
    case 0x44:
      return 0;
    case 0x50:
    case 0x52:
    case 0x53:
      return value.readUInt8(1);
    case 0x51:
    case 0x54:
    case 0x55:
      return value.readInt8(1);
    case 0x60:
      return value.readUInt16BE(1);
    case 0x61:
      return value.readInt16BE(1);
    case 0x70:
      return value.readUInt32BE(1);
    case 0x71:
      return value.readInt32BE(1);
    case 0x80:
      return Number(value.readBigUInt64BE(1));
    case 0x81:
    case 0x83:
      return Number(value.readBigInt64BE(1));
    default:
      return undefined;
  }
}

/** A string or a symbol; undefined for everything else. */
export function textOf(value: Buffer | undefined): string | undefined {
  if (!value) return undefined;
  switch (value[0] ?? -1) {
    case 0xa1:
    case 0xa3:
      return value.toString('utf8', 2);
    case 0xb1:
    case 0xb3:
      return value.toString('utf8', 5);
    default:
      return undefined;
  }
}
