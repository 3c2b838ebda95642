import { z } from 'zod';
import { Attempt, groupNameOf } from '../attempt.ts';
import { defineContract } from '../contract.ts';
import { Target } from '../group-plan.ts';
import { StopReason, TaskOutcome } from '../outcome.ts';
import { regionName } from '../spec/regions.ts';
import {
  Acquired,
  AcquireRequest,
  LeaveRequest,
  ReleaseRequest,
  SurveyReport,
  WaitReason,
  Wake,
} from './requests.ts';
import { Share } from './state.ts';

/** What one attempt needs of a region, and until when it is worth waiting for. */
export const AdmitRun = Attempt.extend(Share.shape).extend({
  region: z.string(),
  /** How much of the region its job may have, beside jobs of weight 1, which is usual. */
  weight: z.number().optional(),
  deadline: z.iso.datetime(),
  /** Times that it has waited. */
  waits: z.int().optional(),
});
export type AdmitRun = z.infer<typeof AdmitRun>;

export const Admitted = z.discriminatedUnion('result', [
  /** `running`: so many groups of this deployment there are in the region, where that is known. */
  z.object({ result: z.literal('granted'), running: z.int().optional() }),
  /** There is no such room in the region at all. */
  z.object({ result: z.literal('refused'), message: z.string() }),
  /** The time was up or the job was stopped before it had its turn. */
  z.object({ result: z.literal('notNeeded'), outcome: TaskOutcome }),
]);
export type Admitted = z.infer<typeof Admitted>;

/** The orchestration that waits for the right to make a group. */
export const admit = defineContract({ name: 'admit', input: AdmitRun, output: Admitted });

/** The instance that waits for a group's permit: where `wake` events go. */
export function admitIdOf(groupName: string): string {
  return `admit-${groupName}`;
}

/** Its name as an app registers it; one entity per subscription and region. */
export const admissionEntity = 'admission';

type Place = Pick<AdmitRun, 'target' | 'region'>;

export function admissionKeyOf({ target, region }: Place): string {
  return `${target.subscriptionId.toLowerCase()}-${regionName(region)}`;
}

/** The group that a permit is for, as the entity knows it. */
export function groupOf(run: Pick<AdmitRun, 'jobId' | 'task' | 'attempt'>) {
  return { job: run.jobId, name: groupNameOf(run) };
}

// Operations of the entity

export const acquirePermit = defineContract({
  name: 'acquire',
  input: AcquireRequest,
  output: Acquired,
});
export const releasePermit = defineContract({
  name: 'release',
  input: ReleaseRequest,
  output: Wake,
});
export const leaveQueue = defineContract({ name: 'leave', input: LeaveRequest, output: Wake });
export const learnLimits = defineContract({ name: 'learn', input: SurveyReport, output: Wake });

// Activities

/** Sends a hint to whoever waits for these groups' permits; one that does not wait any more is no error. */
export const wakeWaiters = defineContract({
  name: 'wakeWaiters',
  /** `isStopped`: their job is, as far as the sender knows. */
  input: z.object({ names: z.array(z.string()), isStopped: z.boolean().optional() }),
  output: z.null(),
});

/** Asks Azure for limits and use of a region, and which of these groups are not there. */
export const surveyRegion = defineContract({
  name: 'surveyRegion',
  input: z.object({ target: Target, region: z.string(), suspects: z.array(z.string()) }),
  output: SurveyReport.omit({ at: true }),
});

const WaitReport = z.object({
  jobId: z.string(),
  waitingFor: z.object({ what: WaitReason, place: z.int() }).nullish(),
});
export type WaitReport = z.infer<typeof WaitReport>;

/** Shows what a job waits for (null: nothing any more), where it speaks for its job, and says whether that is stopped. */
export const reportWait = defineContract({
  name: 'reportWait',
  input: WaitReport,
  output: z.object({ stop: StopReason.optional() }),
});
