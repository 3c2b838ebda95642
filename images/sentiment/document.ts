import { longestLine, type Line } from './lines.ts';

export interface Document {
  readonly id: string | number;
  readonly text: string;
  readonly year?: number;
}

/** What a line holds: a document, nothing (a blank line), or the reason why it cannot be read. */
type Reading =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unreadable'; readonly why: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readDocument({ bytes }: Line): Reading {
  if (!bytes) return unreadable(`longer than ${longestLine} bytes`);
  let value: unknown;
  try {
    const text = utf8.decode(bytes);
    if (text.trim() === '') return { kind: 'blank' };
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(error instanceof SyntaxError ? 'not JSON' : 'not UTF-8');
  }
  if (typeof value !== 'object' || value === null) return unreadable('not a JSON object');
  const id = 'id' in value ? value.id : undefined;
  const text = 'text' in value ? value.text : undefined;
  const year = 'year' in value ? value.year : undefined;
  if (!isId(id)) return unreadable('"id" must be a text or a number');
  if (typeof text !== 'string') return unreadable('"text" must be a text');
  if (year === undefined) return { kind: 'document', document: { id, text } };
  if (!isYear(year)) return unreadable('"year" must be a whole number from 0 to 9999');
  return { kind: 'document', document: { id, text, year } };
}

const unreadable = (why: string): Reading => ({ kind: 'unreadable', why });

const isId = (id: unknown): id is string | number =>
  (typeof id === 'string' && id !== '') || typeof id === 'number';

const isYear = (year: unknown): year is number =>
  typeof year === 'number' && Number.isInteger(year) && year >= 0 && year <= 9999;
