import { encodeDescribed, encodeMap, encodeString } from '../wire/encode.ts';
import { sectionCodes, sectionsOf } from '../wire/sections.ts';
import { itemsOf, textOf } from '../wire/values.ts';

/** Names and encoded values. */
export type PropertyChanges = ReadonlyMap<string, Buffer>;

/** The content of a message with some application properties set; the rest stays byte for byte what it was. */
export function setApplicationProperties(content: Buffer, changes: PropertyChanges): Buffer {
  if (changes.size === 0) return content;
  const sections = sectionsOf(content);
  const present = sections.find(({ code }) => code === sectionCodes.applicationProperties);
  const items = present ? [...itemsOf(present.bytes)] : [];
  for (const [name, value] of changes) {
    const at = items.findIndex((key, index) => index % 2 === 0 && textOf(key) === name);
    if (at < 0) items.push(encodeString(name), value);
    else items[at + 1] = value;
  }
  const changed = encodeDescribed(sectionCodes.applicationProperties, encodeMap(items));
  const isBefore = (code: number): boolean => code < sectionCodes.applicationProperties;
  const isAfter = (code: number): boolean => code > sectionCodes.applicationProperties;
  return Buffer.concat([
    ...sections.filter(({ code }) => isBefore(code)).map(({ bytes }) => bytes),
    changed,
    ...sections.filter(({ code }) => isAfter(code)).map(({ bytes }) => bytes),
  ]);
}
