import type { Use } from '../jobs/admission/state.ts';
import type { MeasuredUse } from '../jobs/advice.ts';
import type { GroupState } from '../jobs/group-state.ts';
import type { GroupPlan, Target } from '../jobs/group-plan.ts';
import type { JobRow, ReplyAddress, TaskRow, Trigger } from '../jobs/job-rows.ts';
import type { ExitReport, Reporter } from '../jobs/completion.ts';
import type { FailureClass, StopReason } from '../jobs/outcome.ts';
import type { PastRuns } from '../jobs/pace.ts';
import type { NotifyTarget } from '../jobs/spec/notify.ts';
import type { Decision, StepRow } from '../jobs/steps/rows.ts';
import type { SecretPlace, SecretRef } from '../jobs/spec/secret-ref.ts';

/** Container groups in our own words. Every method may be repeated with the same effect. */
export interface ContainerGroups {
  /**
   * Create-or-get: a group of this name that is ours already is left as it is. Never throws for what ARM refuses. Where
   * the plan names secrets, `secrets` is asked for them, once, and not before it is known that there is no such group.
   * With `isResumed` a host died while it made this group: it is looked for for 7 seconds before it is made.
   */
  create(target: Target, group: GroupPlan, options?: CreateOptions): Promise<CreateResult>;
  read(target: Target, name: string): Promise<GroupState>;
  /** The last lines of a container's log (all that ACI still has without `tail`); undefined when it has none (any more). */
  readLog(
    target: Target,
    name: string,
    container: string,
    tail?: number,
  ): Promise<string | undefined>;
  /** Resolves when ARM has taken the delete; a group that is not there is deleted. Throws when ARM refuses. */
  delete(target: Target, name: string): Promise<void>;
  /** The tags of a group, whoever it belongs to; undefined when there is none of this name. */
  readTags(target: Target, name: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Adds tags to a group, or changes them, and nothing else about it; false when there is no such group. */
  tag(target: Target, name: string, tags: Readonly<Record<string, string>>): Promise<boolean>;
  /** All groups of the target that carry this owner tag, page after page. */
  listOwned(target: Target, owner: string): AsyncIterable<OwnedGroup>;
}

export interface CreateOptions {
  readonly isResumed?: boolean;
  readonly secrets?: () => Promise<SecretValues>;
}

export type CreateResult =
  | { readonly result: 'created' }
  | { readonly result: 'refused'; readonly class: FailureClass; readonly message: string };

/** What the secrets of a group hold, by their refs; or why it cannot have them. */
export type SecretValues =
  | { readonly values: ReadonlyMap<SecretRef, string>; readonly problem?: undefined }
  | { readonly problem: string };

/** Secrets of key vaults. */
export interface Secrets {
  /** Throws, without anything that is secret, when the vault does not answer or is too busy. */
  read(place: SecretPlace): Promise<SecretRead>;
}

/** A secret as its vault gives it, or why it will not: in words that hold nothing of it. */
export type SecretRead =
  | {
      readonly value: string;
      readonly notBefore?: Date;
      readonly expiresOn?: Date;
      readonly problem?: undefined;
    }
  | { readonly problem: string };

/** What groups use. */
export interface Metrics {
  /** The highest that was measured of each container of a group. Asks once, and throws when there is no answer. */
  measured(target: Target, name: string, span: TimeSpan): Promise<MeasuredUse[]>;
}

export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

/** What Azure says of a region. */
export interface Regions {
  /** The quotas that are known here: how much there may be, and how much of it is taken by anybody. */
  usage(subscriptionId: string, region: string): Promise<RegionUsage>;
}

export interface RegionUsage {
  readonly limits: Partial<Use>;
  readonly usage: Partial<Use>;
}

export interface OwnedGroup {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A text has more bytes than may be read. */
export class TooLargeError extends Error {}

/** Blobs: what a job is, what it read and wrote, and its logs. URLs come without a signature unless they say so. */
export interface Artifacts {
  /** Keeps a text under `jobs/{jobId}/{name}`, replacing what was there, and gives its URL. */
  saveJobFile(jobId: string, name: string, text: string): Promise<string>;
  readJobFile(jobId: string, name: string): Promise<string | undefined>;
  /** Makes the blob of a log that is appended to, where it is not there, and gives its URL. */
  createLog(jobId: string, name: string): Promise<string>;
  /** Appends what stands at `position` (in bytes) of a log, as far as it is not there; again: nothing. Gives its URL. */
  appendLog(jobId: string, name: string, position: number, text: string): Promise<string>;
  /** The URL of a log, whether it is there or not. */
  logUrl(jobId: string, name: string): string;
  /** Length in bytes of a log; undefined when there is none. */
  logLength(jobId: string, name: string): Promise<number | undefined>;
  /**
   * The archived logs or results of a job are read through the app, never loaded whole; from its beginning or so many
   * bytes after it.
   */
  openBlob(url: string, from?: number): Promise<ReadableStream<Uint8Array> | undefined>;
  /** A short text, undefined when there is no such blob, and a TooLargeError when it is over `maxBytes`. */
  readText(url: string, maxBytes: number): Promise<string | undefined>;
  /** URLs of the blobs below a prefix, in the order of their names; no more than `limit`. */
  listBlobs(container: string, prefix: string, limit: number): Promise<string[]>;
  /** The same for the results container: what containers wrote below a prefix. */
  listResults(prefix: string, limit: number): Promise<string[]>;
  /** The URL of a snapshot of exactly this version; undefined when the blob is gone or has been replaced since. */
  snapshot(url: string, etag: string): Promise<string | undefined>;
  /** The URL of a prefix in the results container; ends with a slash. */
  resultsUrl(prefix: string): string;
  /** A user-delegation SAS URL that may read this blob until `expiresOn`. */
  signRead(url: string, expiresOn: Date): Promise<string>;
  /** A user-delegation SAS URL by which this append blob may be appended to, and nothing else, until `expiresOn`. */
  signAppend(url: string, expiresOn: Date): Promise<string>;
  /** A user-delegation SAS URL whose path is the prefix: blobs below it may be written until `expiresOn`. */
  signWrite(prefixUrl: string, expiresOn: Date): Promise<string>;
}

/** Claims, control and the read model. */
export interface JobStore {
  /** Gives the job that holds this key, and makes it `jobId` when none does; `idempotencyDays` later a key is free again. */
  claim(key: string, jobId: string): Promise<string>;
  /** Adds a job; false, and nothing is changed, when it is there. */
  addJob(job: JobRow): Promise<boolean>;
  readJob(jobId: string): Promise<JobRow | undefined>;
  /** Changes some columns of a job's row; a job that is over stays as it is and gives false. */
  updateJob(jobId: string, change: Partial<JobRow>): Promise<boolean>;
  /** Newest first, without those that are steps of others; with `parent` those that are steps of that one. */
  listJobs(options: JobQuery): Promise<JobPage>;
  /** Changes some columns of a task's row, which it adds when there is none. */
  putTask(jobId: string, task: number, change: Partial<Omit<TaskRow, 'task'>>): Promise<void>;
  readTask(jobId: string, task: number): Promise<TaskRow | undefined>;
  /** In the order of their numbers. */
  listTasks(jobId: string): AsyncIterable<TaskRow>;
  /** Adds those steps of a job that are not there. */
  addSteps(jobId: string, rows: readonly StepRow[]): Promise<void>;
  /** In their order; none of a job that has no steps. */
  listSteps(jobId: string): Promise<StepRow[]>;
  /** Changes some columns of a step's row, which has to be there. */
  changeStep(jobId: string, step: number, change: Partial<StepRow>): Promise<void>;
  /** The first decision of a step stands, and is given. */
  decideStep(jobId: string, step: number, decision: Decision): Promise<Decision>;
  readDecision(jobId: string, step: number): Promise<Decision | undefined>;
  /** For good: kept apart from the row, and a row for each reason, so that no two writers meet. */
  requestStop(jobId: string, why: StopReason): Promise<void>;
  /**
   * `cancelled` before `overBudget` before `itemFailed` where more than one was asked for. A job that is a step is stopped
   * with the job whose step it is, also when it is not there yet.
   */
  readStop(jobId: string): Promise<StopReason | undefined>;
  /** Until this time jobs of the subscription prefer other regions; the newest word counts. */
  coolRegion(subscriptionId: string, region: string, until: Date): Promise<void>;
  /** The regions of a subscription that were ever let alone, and until when. */
  coolRegions(subscriptionId: string): Promise<ReadonlyMap<string, Date>>;
  /** Keeps what a container says of its exit; false, and nothing is changed, when it has said so before. */
  reportExit(reporter: Reporter, report: Omit<ExitReport, 'container'>): Promise<boolean>;
  /** What the containers of an attempt have said. */
  readExits(attempt: Omit<Reporter, 'container'>): Promise<ExitReport[]>;
  /** What is known of past runs of an image and command. */
  readPastRuns(what: string): Promise<PastRuns | undefined>;
  recordRun(what: string, seconds: number): Promise<void>;
  /** Counts a group that a job had left behind; the same group counts once. */
  countSwept(group: string): Promise<void>;
  /** No group of this job is left: where its row says `leftToSweeper`, it says `deleted` from now on, over or not. */
  recordClean(jobId: string): Promise<void>;
}

export type { StopReason } from '../jobs/outcome.ts';

export interface JobQuery {
  readonly limit: number;
  readonly continuation?: string;
  readonly parent?: string;
}

export interface JobPage {
  readonly jobs: readonly JobRow[];
  readonly continuation?: string;
}

/** Answers to those who submitted a job as a message. */
export interface Replies {
  /** Repeated, it sends the message again with the same id, by which the receiver can tell. */
  send(reply: Reply): Promise<void>;
}

export interface Reply extends ReplyAddress {
  readonly messageId: string;
  /** JSON. */
  readonly body: string;
}

/** Tells others how a job ended, by storage queue, Service Bus or webhook. */
export interface Notifications {
  /** Repeated, it sends the notice again with the same id, by which the receiver can tell. */
  send(notice: Notice): Promise<void>;
}

export interface Notice {
  readonly target: NotifyTarget;
  readonly id: string;
  readonly jobId: string;
  /** JSON. */
  readonly body: string;
}

export type FileKind = 'files' | 'logs' | 'results';

/** What is kept of jobs that are over. Every method may be repeated. */
export interface KeptOfJobs {
  /** Deletes a job's spec, plan and items (`files`), its logs or its results; says how many blobs there were. */
  deleteFiles(kind: FileKind, jobId: string): Promise<number>;
  /** Deletes the rows of a job's tasks, steps and stops, and then its own. */
  deleteRows(jobId: string): Promise<void>;
  /** Deletes claims that were made before; says how many. */
  deleteClaims(before: Date): Promise<number>;
}

/** Messages that can not become a job. */
export interface RejectedMessages {
  put(message: RejectedMessage): Promise<void>;
}

export interface RejectedMessage {
  readonly trigger: Trigger;
  readonly reason: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly original: unknown;
}

/** Signatures that only this deployment can make. */
export interface Signatures {
  sign(text: string): string;
  /** Takes as long for a wrong one as for the right one. */
  verify(text: string, signature: string): boolean;
}
