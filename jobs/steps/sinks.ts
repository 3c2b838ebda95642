import type { StepRow } from './rows.ts';

/** The steps that no other depends on: what they give is what the job gives. */
export function sinksOf(rows: readonly StepRow[]): StepRow[] {
  return rows.filter(({ step }) => !rows.some(({ dependsOn }) => dependsOn.includes(step)));
}
