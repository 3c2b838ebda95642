import type { SpecError } from '../errors.ts';
import type { GroupView } from './group-view.ts';

/** What Azure would refuse in a group, or run otherwise than it was meant; paths are relative to the group. */
export type Rule = (group: GroupView) => readonly SpecError[];

/** The error, where it is one. */
export function when(wrong: boolean, path: string, message: string): SpecError[] {
  return wrong ? [{ path, message }] : [];
}

/** An error for each element whose key an earlier one has; `undefined` is nobody's. */
export function eachOnce<T>(
  elements: readonly T[],
  keyOf: (element: T) => string | undefined,
  pathOf: (index: number) => string,
): SpecError[] {
  const seen = new Set<string>();
  return elements.flatMap((element, index) => {
    const key = keyOf(element);
    if (key === undefined) return [];
    const again = seen.has(key);
    seen.add(key);
    return when(again, pathOf(index), `${key} is there twice`);
  });
}
