import type { SpecError } from '../errors.ts';
import { containerNames, probes, variableNames } from './container-rules.ts';
import { viewGroup } from './group-view.ts';
import { registries, spot, windows } from './kind-rules.ts';
import { addressPorts, addressType, containerPorts } from './port-rules.ts';
import type { Rule } from './rule.ts';
import { containerLimits, groupSize } from './size-rules.ts';
import { volumeMounts, volumeSources } from './volume-rules.ts';

const rules: readonly Rule[] = [
  containerNames,
  variableNames,
  probes,
  groupSize,
  containerLimits,
  volumeSources,
  volumeMounts,
  containerPorts,
  addressPorts,
  addressType,
  spot,
  windows,
  registries,
];

/**
 * What Azure's rules have against a raw group beyond its shape, all at once, before Azure is asked. They stand apart from
 * the schema, so that they speak when the shape is wrong too, and never against a job that is running already.
 */
export function groupErrors(value: unknown, at: string): SpecError[] {
  const group = viewGroup(value);
  if (!group) return [];
  return rules.flatMap((rule) =>
    rule(group).map(({ path, message }) => ({ path: `${at}.${path}`, message })),
  );
}
