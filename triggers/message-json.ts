type MessageJson =
  | { readonly ok: true; readonly value: unknown }
  /** `original` is the message as far as it can be shown as text. */
  | { readonly ok: false; readonly original: string };

/**
 * The JSON of a queue message: the host may have parsed it already; else it is JSON text, or base64 of JSON text, which
 * Event Grid and many clients send.
 */
export function messageJson(message: unknown): MessageJson {
  if (typeof message !== 'string') return { ok: true, value: message };
  for (const text of [message, fromBase64(message)]) {
    if (text === undefined) continue;
    try {
      return { ok: true, value: JSON.parse(text) };
    } catch {
      // Tried the other way, or refused below.
    }
  }
  return { ok: false, original: message };
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
