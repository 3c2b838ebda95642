/**
 * The text that a property of a message was. The host hands over as a number, or true or false, what reads as JSON of
 * one; undefined where the text can not be told from that, as of a number of 17 digits or more.
 */
export function exactText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return undefined;
}
