import type { SpecError } from '../errors.ts';
import type { GroupView } from './group-view.ts';
import { type Rule, when } from './rule.ts';

type Amount = 'cpu' | 'memoryInGB';
const amounts = ['cpu', 'memoryInGB'] as const;
/** What a container asks for that does not say. */
const defaults = { cpu: 1, memoryInGB: 1.5 } as const;

/** Largest groups: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const largest = { cpu: 31, memoryInGB: 240 } as const;
const largestConfidential = { cpu: 31, memoryInGB: 180 } as const;
const largestSpot = { cpu: 4, memoryInGB: 16 } as const;

/** The containers of a group together ask for no more than ACI gives to one group of its kind. */
export const groupSize: Rule = (group) => {
  const [kind, most] = largestOf(group);
  return amounts.flatMap((what) => {
    const total = totalOf(group, what);
    const message = `request ${total} ${what} in all; ${kind} has at most ${most[what]}`;
    return when(total > most[what], 'properties.containers', message);
  });
};

function largestOf({ priority, sku }: GroupView) {
  if (priority === 'Spot') return ['a Spot group', largestSpot] as const;
  if (sku === 'Confidential') return ['a confidential group', largestConfidential] as const;
  return ['a group', largest] as const;
}

/** A container's limit is what it asks for at least, and at most what the group asks for. */
export const containerLimits: Rule = (group) =>
  group.containers.flatMap((container, index) =>
    amounts.flatMap((what) => {
      const limit = container?.properties?.resources?.limits?.[what];
      if (limit === undefined) return [];
      const path = `properties.containers[${index}].properties.resources.limits.${what}`;
      const asked = container?.properties?.resources?.requests?.[what] ?? defaults[what];
      return limitErrors({ limit, asked, total: totalOf(group, what) }, path);
    }),
  );

function limitErrors(
  { limit, asked, total }: { limit: number; asked: number; total: number },
  path: string,
): SpecError[] {
  return [
    ...when(limit < asked, path, `must not be less than the ${asked} that it requests`),
    ...when(limit > total, path, `must not be more than the ${total} that the group requests`),
  ];
}

/** To three digits: sums of decimal fractions are not exact. */
function totalOf({ containers }: GroupView, what: Amount): number {
  const sum = containers.reduce(
    (total, container) =>
      total + (container?.properties?.resources?.requests?.[what] ?? defaults[what]),
    0,
  );
  return Math.round(sum * 1000) / 1000;
}
