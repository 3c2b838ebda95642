import type { DurableData } from '../types.ts';

/**
 * What an activity is given for the JSON of its input. Recorded from Azure: strings come without their outer quotes
 * (the SDK has put quotes of its own), booleans as .NET writes them, null as nothing.
 */
export function activityInput(json: string | null): DurableData {
  if (json === null) return {};
  const value: unknown = JSON.parse(json);
  if (value === null) return {};
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'boolean') return { string: value ? 'True' : 'False' };
  return { string: json };
}

/** The JSON of what an activity gave back; null is nothing. Numbers that JSON has not become their names. */
export function activityResult(data: DurableData): string | null {
  if (data.string !== undefined) return JSON.stringify(data.string);
  if (data.json !== undefined) return data.json;
  const number = data.int ?? data.double;
  if (number !== undefined)
    return Number.isFinite(number) ? JSON.stringify(number) : `"${String(number)}"`;
  if (data.bytes !== undefined) return JSON.stringify(Buffer.from(data.bytes).toString('base64'));
  return null;
}
