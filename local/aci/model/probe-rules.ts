import type { ErrorDetail } from './azure-error.ts';
import type { ContainerSpec } from './group-spec.ts';
import { invalid } from './invalid.ts';

/** A probe either runs a command or asks over HTTP. */
export function probeProblems({ properties }: ContainerSpec, at: string): ErrorDetail[] {
  return (['livenessProbe', 'readinessProbe'] as const).flatMap((kind) => {
    const probe = properties[kind];
    if (!probe) return [];
    if ((probe.exec === undefined) === (probe.httpGet === undefined)) {
      return [invalid(`${at}.${kind}`, 'It must have exactly one of exec and httpGet.')];
    }
    return probe.exec?.command.length === 0
      ? [invalid(`${at}.${kind}.exec.command`, 'It must name a program.')]
      : [];
  });
}
