import { findProperty } from '../../values/find-property.ts';
import { isInteger } from '../../values/numbers.ts';
import { isArray, isObject, type JsonObject } from '../../values/type-name.ts';
import { functionError } from '../function-errors.ts';

/**
 * The values of a key in a body of form data: of `$formdata` (`{ key, value }`, url-encoded forms) or of `$multipart`
 * (`{ headers, body }`), where the key is the name in the Content-Disposition.
 */
export function formValues(body: unknown, key: string): readonly unknown[] {
  if (!isObject(body)) return [];
  const pairs = membersOf(body, '$formdata').filter((pair) => pair['key'] === key);
  const parts = membersOf(body, '$multipart').filter((part) => nameOf(part) === key);
  return [...pairs.map((pair) => pair['value']), ...parts.map((part) => part['body'])];
}

/** The only value of a key. Throws InvalidTemplate when there is none or more than one. */
export function onlyFormValue(name: string, body: unknown, key: string): unknown {
  const [value, ...others] = formValues(body, key);
  if (value === undefined || others.length > 0) {
    const count = value === undefined ? 0 : others.length + 1;
    throw functionError(name, `expects one value of key '${key}' and found '${count}'.`);
  }
  return value;
}

/** The body of a part of multipart content. Throws InvalidTemplate when there is no such part. */
export function partBody(name: string, body: unknown, index: unknown): unknown {
  const parts = isObject(body) ? membersOf(body, '$multipart') : [];
  const part = isInteger(index) ? parts[Number(index)] : undefined;
  if (part) return part['body'];
  throw functionError(name, `cannot find part '${String(index)}' among '${parts.length}' parts.`);
}

function membersOf(body: JsonObject, property: string): readonly JsonObject[] {
  const members = body[property];
  return isArray(members) ? members.filter(isObject) : [];
}

function nameOf(part: JsonObject): string | undefined {
  const headers = part['headers'];
  if (!isObject(headers)) return undefined;
  const disposition = headers[findProperty(headers, 'Content-Disposition') ?? ''];
  if (typeof disposition !== 'string') return undefined;
  return /(?:^|;)\s*name="?([^";]*)"?/i.exec(disposition)?.[1];
}
