import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Signatures } from '../ports.ts';

/** HMAC-SHA256 with the deployment's key, as base64url: https://www.rfc-editor.org/rfc/rfc2104 */
export class HmacSignatures implements Signatures {
  private readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  sign(text: string): string {
    return this.digest(text).toString('base64url');
  }

  verify(text: string, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    const right = this.digest(text);
    return given.length === right.length && timingSafeEqual(given, right);
  }

  private digest(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
