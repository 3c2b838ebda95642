import { createHash } from 'node:crypto';

/** Of RFC 4122, version 5: https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/GuidManager.cs */
const namespace = Buffer.from('9e9529595e334daf827f2fa12937b875', 'hex');

/** The same id for the same text: a replay comes to the ids that it had before. */
export function deterministicGuid(text: string): string {
  const hash = createHash('sha1').update(namespace).update(text).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
