/** Deeper than any group is. */
const maxDepth = 24;

/**
 * A raw spec whose groups, also those of its steps, have no null: ARM takes one for nothing, and `az container export`
 * prints some. Elements of lists stay as they are.
 */
export function withoutNulls(spec: unknown): unknown {
  if (!isObject(spec)) return spec;
  const steps = spec['steps'];
  return {
    ...groupsWithoutNulls(spec),
    ...(Array.isArray(steps) && { steps: steps.map(stepWithoutNulls) }),
  };
}

function stepWithoutNulls(step: unknown): unknown {
  if (!isObject(step)) return step;
  const { job, compensate } = step;
  return {
    ...step,
    ...(isObject(job) && { job: groupsWithoutNulls(job) }),
    ...(isObject(compensate) &&
      isObject(compensate['job']) && {
        compensate: { ...compensate, job: groupsWithoutNulls(compensate['job']) },
      }),
  };
}

function groupsWithoutNulls(spec: Record<string, unknown>): Record<string, unknown> {
  return {
    ...spec,
    ...('group' in spec && { group: pruned(spec['group']) }),
    ...(isObject(spec['reduce']) &&
      'group' in spec['reduce'] && {
        reduce: { ...spec['reduce'], group: pruned(spec['reduce']['group']) },
      }),
  };
}

function pruned(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((element) => pruned(element, depth + 1));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, pruned(field, depth + 1)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
