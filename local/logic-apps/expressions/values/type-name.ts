import { isInteger, isNumber } from './numbers.ts';

/** The type of a value by the name that Azure's errors use (that of Json.NET). */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'string') return 'String';
  if (isInteger(value)) return 'Integer';
  if (isNumber(value)) return 'Float';
  return Array.isArray(value) ? 'Array' : 'Object';
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeName(value) === 'Object';

export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
