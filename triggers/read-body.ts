import type { HttpRequest } from '@azure/functions';
import { parseYaml } from './yaml-text.ts';

type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly status: 400 | 413 };

/** The request's YAML, where its content type says so (https://www.rfc-editor.org/rfc/rfc9512), else its JSON. No more than `maxBytes` of it are read; `isOptional`: nothing at all is undefined. */
export async function readJson(
  request: HttpRequest,
  maxBytes: number,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): Promise<Body> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  const bytes = announced > maxBytes ? undefined : await readBytes(request, maxBytes);
  if (!bytes) {
    return { ok: false, status: 413, reason: `The body is larger than ${maxBytes} bytes` };
  }
  if (isOptional && bytes.length === 0) return { ok: true, value: undefined };
  const kind = isYaml(request.headers.get('content-type')) ? 'YAML' : 'JSON';
  const parsed = parse(bytes, kind);
  if (parsed.ok) return parsed;
  return { ok: false, status: 400, reason: `The body is not ${kind}: ${parsed.reason}` };
}

/** `application/yaml`, `text/yaml`, `application/x-yaml`, `application/job+yaml` and the like. */
function isYaml(contentType: string | null): boolean {
  const [type = ''] = (contentType ?? '').split(';', 1);
  return /^(application|text)\/(x-|vnd\.|[a-z0-9.-]+\+)?yaml$/i.test(type.trim());
}

function parse(bytes: Uint8Array, kind: 'YAML' | 'JSON'): ReturnType<typeof parseYaml> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return kind === 'YAML' ? parseYaml(text) : { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message.slice(0, 200) : '' };
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
