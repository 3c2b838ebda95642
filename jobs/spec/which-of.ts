import type { SpecError } from './errors.ts';

/** What stands beside what: a workload of ours brings its own groups, everything else names them. */
export function whichOf(spec: unknown): SpecError[] {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return [];
  const given = new Map<string, unknown>(Object.entries(spec));
  const has = (field: string): boolean => given.get(field) !== undefined;
  if (has('workload') && has('group'))
    return [{ path: 'group', message: 'cannot stand beside workload: give one of them' }];
  if (has('workload'))
    return ['fanOut', 'reduce']
      .filter(has)
      .map((path) => ({ path, message: 'cannot stand beside workload, which brings its own' }));
  const errors: SpecError[] = [];
  if (!has('group'))
    errors.push({ path: 'group', message: 'is required, unless a workload is named' });
  if (has('input')) errors.push({ path: 'input', message: 'belongs to a workload; none is named' });
  if (has('reduce') && !has('fanOut'))
    errors.push({ path: 'reduce', message: 'needs a fanOut, whose results it reads' });
  return errors;
}
