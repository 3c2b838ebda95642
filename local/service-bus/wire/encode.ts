/** Encoders of the AMQP 1.0 types that the broker itself writes. */

export const nullValue = Buffer.from([0x40]);

export function encodeUint(value: number): Buffer {
  return value < 256
    ? Buffer.from([0x52, value])
    : fixed(0x70, 4, (b) => b.writeUInt32BE(value, 1));
}

export function encodeInt(value: number): Buffer {
  return fixed(0x71, 4, (buffer) => buffer.writeInt32BE(value, 1));
}

export function encodeLong(value: number): Buffer {
  return fixed(0x81, 8, (buffer) => buffer.writeBigInt64BE(BigInt(value), 1));
}

/** Milliseconds since 1970. */
export function encodeTimestamp(value: number): Buffer {
  return fixed(0x83, 8, (buffer) => buffer.writeBigInt64BE(BigInt(value), 1));
}

/** `bytes` in the order of RFC 4122. */
export function encodeUuid(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x98]), bytes]);
}

export function encodeString(text: string): Buffer {
  return variable(0xa1, Buffer.from(text, 'utf8'));
}

export function encodeSymbol(text: string): Buffer {
  return variable(0xa3, Buffer.from(text, 'ascii'));
}

export function encodeList(items: readonly Buffer[]): Buffer {
  return items.length === 0 ? Buffer.from([0x45]) : compound(0xd0, items);
}

/** Keys and values in turn. */
export function encodeMap(items: readonly Buffer[]): Buffer {
  return compound(0xd1, items);
}

/** A section of a message, or another value that a small number describes. */
export function encodeDescribed(code: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x53, code]), value]);
}

function fixed(code: number, width: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(1 + width);
  buffer[0] = code;
  write(buffer);
  return buffer;
}

/** Codes of variable width come in pairs: the wide one is 0x10 above the narrow one. */
function variable(narrowCode: number, bytes: Buffer): Buffer {
  if (bytes.length < 256) return Buffer.concat([Buffer.from([narrowCode, bytes.length]), bytes]);
  const head = fixed(narrowCode + 0x10, 4, (buffer) => buffer.writeUInt32BE(bytes.length, 1));
  return Buffer.concat([head, bytes]);
}

function compound(code: number, items: readonly Buffer[]): Buffer {
  const size = items.reduce((sum, item) => sum + item.length, 4);
  const head = Buffer.alloc(9);
  head[0] = code;
  head.writeUInt32BE(size, 1);
  head.writeUInt32BE(items.length, 5);
  return Buffer.concat([head, ...items]);
}
