import { z } from 'zod';
import { listErrors, type SpecError } from '../spec/errors.ts';
import { RenderInput } from './render-input.ts';
import { SentimentInput } from './sentiment-input.ts';

/** The workloads of ours, each with what it wants to know. */
const workloadInputs = { sentiment: SentimentInput, render: RenderInput } as const;

export const WorkloadName = z.enum(['sentiment', 'render']);
export type WorkloadName = z.infer<typeof WorkloadName>;

const Named = z.looseObject({ workload: WorkloadName, input: z.unknown().optional() });

/** What is wrong in the input of the workload that a raw spec names. */
export function inputErrors(spec: unknown): SpecError[] {
  const named = Named.safeParse(spec);
  if (!named.success) return [];
  const input = named.data.input ?? {};
  const parsed = workloadInputs[named.data.workload].safeParse(input);
  if (parsed.success) return [];
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] }));
  return listErrors(issues, { input });
}

/** The input of a workload with its defaults, where there is one. */
export function parsedInput(spec: {
  readonly workload?: WorkloadName | undefined;
  readonly input?: unknown;
}): { input?: unknown } {
  return spec.workload ? { input: workloadInputs[spec.workload].parse(spec.input ?? {}) } : {};
}
