import type { PropertyChanges } from '../message/application-properties.ts';
import { sectionCodes, sectionsOf, valueOf } from '../wire/sections.ts';
import { itemsOf, textOf } from '../wire/values.ts';

/** The map of that name in the body of a request, with the types that its values have. */
export function propertiesToModify(request: Buffer): PropertyChanges {
  const body = sectionsOf(request).find(({ code }) => code === sectionCodes.value);
  const map = body && entriesOf(valueOf(body)).get('properties-to-modify');
  return map ? entriesOf(map) : new Map();
}

function entriesOf(map: Buffer): Map<string, Buffer> {
  const items = itemsOf(map);
  const entries = new Map<string, Buffer>();
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = [textOf(items[index]), items[index + 1]];
    if (key !== undefined && value) entries.set(key, value);
  }
  return entries;
}
