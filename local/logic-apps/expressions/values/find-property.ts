import type { JsonObject } from './type-name.ts';

/** The name of a property as the object spells it: the exact one, else the first that differs in case only. */
export function findProperty(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const wanted = name.toLowerCase();
  return Object.keys(object).find((candidate) => candidate.toLowerCase() === wanted);
}
