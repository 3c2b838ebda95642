import { z } from 'zod';

const Binary = z.object({ '$content-type': z.string(), $content: z.string() });

/** Bytes as an action shows them: JSON and text decoded, all else as `$content`. https://learn.microsoft.com/azure/logic-apps/logic-apps-content-type */
export function bodyOf(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length === 0) return undefined;
  const type = contentType ?? 'application/octet-stream';
  const buffer = Buffer.from(bytes);
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    try {
      const value: unknown = JSON.parse(buffer.toString('utf8'));
      return value;
    } catch {
      return buffer.toString('utf8');
    }
  }
  if (/^text\//i.test(type)) return buffer.toString('utf8');
  return { '$content-type': type, $content: buffer.toString('base64') };
}

/** What is sent for a body: `$content` is decoded, text goes as it is, all else as JSON. */
export function textOfBody(body: unknown): {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly type: string;
} {
  const binary = Binary.safeParse(body);
  if (binary.success) {
    const { '$content-type': type, $content } = binary.data;
    return { bytes: Buffer.from($content, 'base64'), type };
  }
  if (typeof body === 'string') {
    return { bytes: Buffer.from(body), type: 'text/plain; charset=utf-8' };
  }
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}
