import { deploymentErrors } from '../jobs/deployment.ts';
import { parseJobSpec, type ParsedSpec } from '../jobs/job-spec.ts';
import type { TriggerSettings } from './deps.ts';

/** Reads a spec, and refuses what this deployment may not run, each wrong field by its path. */
export function readSpec(value: unknown, settings: TriggerSettings): ParsedSpec {
  const parsed = parseJobSpec(value);
  if (!parsed.ok) return parsed;
  const errors = deploymentErrors(parsed.spec, settings);
  return errors.length > 0 ? { ok: false, errors } : parsed;
}
