import { z } from 'zod';
import type { JobSpec } from '../job-spec.ts';
import { Cleanup, JobOutcome, TaskOutcome } from '../outcome.ts';
import { secondsOf } from '../spec/duration.ts';
import { dependenciesOf } from './order.ts';

/** Yes or no to a step that asked for it. */
export const Decision = z.object({
  approved: z.boolean(),
  by: z.string().optional(),
  comment: z.string().optional(),
  at: z.iso.datetime(),
  /** Nobody had decided when its time was over. */
  isLate: z.literal(true).optional(),
});
export type Decision = z.infer<typeof Decision>;

const Compensation = z.object({
  kind: z.enum(['job', 'activity']),
  state: z.enum(['waiting', 'running', 'over']),
  outcome: JobOutcome.optional(),
});

/** One step of a job in the read model. */
export const StepRow = z.object({
  step: z.int(),
  name: z.string(),
  kind: z.enum(['job', 'activity', 'approval']),
  /** Numbers of steps. */
  dependsOn: z.array(z.int()),
  /** An approval that is `running` waits for somebody's word. */
  state: z.enum(['waiting', 'running', 'over']),
  outcome: TaskOutcome.optional(),
  cleanup: Cleanup.optional(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** Of an approval. */
  approval: z.object({ seconds: z.int(), onTimeout: z.enum(['reject', 'approve']) }).optional(),
  /** When an approval that is running is over without a word. */
  until: z.iso.datetime().optional(),
  decision: Decision.optional(),
  /** Where it has one; `waiting` unless the job comes to need it. */
  compensation: Compensation.optional(),
});
export type StepRow = z.infer<typeof StepRow>;

/** The rows of a spec's steps before any has begun. */
export function newStepRows({ steps = [] }: Pick<JobSpec, 'steps'>): StepRow[] {
  const before = dependenciesOf(steps);
  const numberOf = (name: string): number => steps.findIndex((step) => step.name === name);
  return steps.map(({ name, job, approval, compensate }, step) => ({
    step,
    name,
    kind: job ? 'job' : approval ? 'approval' : 'activity',
    dependsOn: (before[step] ?? []).map(numberOf),
    state: 'waiting',
    ...(approval && {
      approval: { seconds: secondsOf(approval.timeout), onTimeout: approval.onTimeout },
    }),
    ...(compensate && {
      compensation: { kind: compensate.job ? 'job' : 'activity', state: 'waiting' },
    }),
  }));
}

/** Whether somebody's word is waited for. */
export function waitsForApproval({ kind, state }: StepRow): boolean {
  return kind === 'approval' && state === 'running';
}
