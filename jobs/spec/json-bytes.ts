/** Length in UTF-8 of a value's JSON text; undefined for what JSON cannot hold. */
export function jsonBytes(value: unknown): number | undefined {
  try {
    const text: unknown = JSON.stringify(value);
    if (typeof text !== 'string') return undefined;
    return encodeURIComponent(text).replace(/%../g, '_').length;
  } catch {
    return undefined;
  }
}
