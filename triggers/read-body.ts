import type { HttpRequest } from '@azure/functions';

type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly status: 400 | 413 };

/** The request's JSON. No more than `maxBytes` of it are read. */
export async function readJson(request: HttpRequest, maxBytes: number): Promise<Body> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  const bytes = announced > maxBytes ? undefined : await readBytes(request, maxBytes);
  if (!bytes) {
    return { ok: false, status: 413, reason: `The body is larger than ${maxBytes} bytes` };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : '';
    return { ok: false, status: 400, reason: `The body is not JSON: ${why}` };
  }
}

async function readBytes(request: HttpRequest, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (!request.body) return new Uint8Array();
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
