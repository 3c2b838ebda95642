/** As much of a step as its place among the others takes. */
interface Placed {
  readonly name: string;
  readonly dependsOn?: readonly string[] | undefined;
}

/** The names that each step waits for, in the order of the list: without `dependsOn` the step before it. */
export function dependenciesOf(steps: readonly Placed[]): string[][] {
  return steps.map(({ dependsOn }, index) => {
    const before = steps[index - 1];
    return dependsOn ? [...dependsOn] : before ? [before.name] : [];
  });
}

/** All that a step waits for, directly or by way of others; its own name is among them when it waits for itself. */
export function allBefore(steps: readonly Placed[], step: number): ReadonlySet<string> {
  const direct = dependenciesOf(steps);
  const byName = new Map(steps.map(({ name }, index) => [name, direct[index] ?? []]));
  const found = new Set<string>();
  const open = [...(direct[step] ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(byName.get(name) ?? []));
  }
  return found;
}
