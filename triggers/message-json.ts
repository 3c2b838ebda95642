import { parseYaml } from './yaml-text.ts';

type MessageJson =
  | { readonly ok: true; readonly value: unknown }
  /** `original` is the message as far as it can be shown as text; `reason` is there where it is not that it cannot be read. */
  | { readonly ok: false; readonly original: string; readonly reason?: string };

/** As of a body over HTTP; a queue of Service Bus may bring more than that. */
const maxLength = 1024 * 1024;
const tooLong = `The message has more than ${maxLength} characters`;

/**
 * The content of a queue message: the host may have parsed it already; else it is JSON text, or a YAML object, or base64
 * of either, which Event Grid and many clients send.
 */
export function messageJson(message: unknown): MessageJson {
  if (typeof message !== 'string') return ofSize(message);
  if (message.length > maxLength)
    return { ok: false, original: message.slice(0, maxLength), reason: tooLong };
  const texts = [message, fromBase64(message)].filter((text) => text !== undefined);
  for (const read of [asJson, asYamlObject]) {
    for (const text of texts) {
      const found = read(text);
      if (found) return { ok: true, value: found.value };
    }
  }
  return { ok: false, original: message };
}

/** The host has parsed it. */
function ofSize(value: unknown): MessageJson {
  const text = textOf(value);
  if (text === undefined) return { ok: false, original: '', reason: 'The message is too deep' };
  if (text.length <= maxLength) return { ok: true, value };
  return { ok: false, original: text.slice(0, maxLength), reason: tooLong };
}

/** Undefined for what is nested deeper than can be written. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value ?? null);
  } catch {
    return undefined;
  }
}

function asJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Nearly every text is YAML of a text; a job is an object. */
function asYamlObject(text: string): { readonly value: unknown } | undefined {
  const parsed = parseYaml(text);
  if (!parsed.ok || typeof parsed.value !== 'object') return undefined;
  return parsed.value === null || Array.isArray(parsed.value) ? undefined : parsed;
}

function fromBase64(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(trimmed)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(trimmed), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
