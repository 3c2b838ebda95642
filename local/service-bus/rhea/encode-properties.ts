import rhea from 'rhea';
import type { PropertyChanges } from '../message/application-properties.ts';
import { sectionCodes, sectionsOf } from '../wire/sections.ts';
import { itemsOf, textOf } from '../wire/values.ts';
import { field } from './field.ts';

/** The entries of a map that rhea has decoded, encoded again with the types that they have; undefined for no map. */
export function encodeProperties(map: unknown): PropertyChanges | undefined {
  const entries = entriesOf(map);
  if (entries.length === 0) return undefined;
  const encoded = rhea.message.encode({
    application_properties: Object.fromEntries(entries),
    body: null,
  });
  const section = sectionsOf(encoded).find(
    ({ code }) => code === sectionCodes.applicationProperties,
  );
  const items = section ? itemsOf(section.bytes) : [];
  const properties = new Map<string, Buffer>();
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [name, value] = [textOf(items[index]), items[index + 1]];
    if (name !== undefined && value) properties.set(name, value);
  }
  return properties;
}

/** rhea has a map as a typed list of keys and values in turn, or as an object. */
function entriesOf(map: unknown): [string, unknown][] {
  if (typeof map !== 'object' || map === null) return [];
  const items = field(map, 'value');
  if (!Array.isArray(items)) return field(map, 'type') === undefined ? Object.entries(map) : [];
  const entries: [string, unknown][] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const value: unknown = items[index + 1];
    entries.push([String(field(items[index], 'value')), value]);
  }
  return entries;
}
