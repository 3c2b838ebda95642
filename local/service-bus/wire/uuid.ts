import { MalformedValue } from './values.ts';

/** The 16 bytes of a UUID in the order of RFC 4122, which is how $management has lock tokens. */
export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function uuidText(bytes: Buffer): string {
  if (bytes.length !== 16) throw new MalformedValue('a UUID does not have 16 bytes');
  const hex = bytes.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map((part) => hex.slice(...part))
    .join('-');
}

/** A lock token as the tag of its delivery: a .NET GUID has its first three groups little-endian. */
export function deliveryTagOf(lockToken: string): Buffer {
  return swapGroups(uuidBytes(lockToken));
}

export function lockTokenOf(deliveryTag: Buffer): string {
  return uuidText(deliveryTag.length === 16 ? swapGroups(Buffer.from(deliveryTag)) : deliveryTag);
}

function swapGroups(bytes: Buffer): Buffer {
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
