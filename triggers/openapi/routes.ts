import type { JsonSchema } from '../../jobs/json-schemas.ts';
import { jobIdPattern } from '../job-id-pattern.ts';

/** The schemas of the document that bodies refer to. */
type SchemaName = 'JobSpec' | 'JobStatus' | 'JobList' | 'Estimate' | 'Problem';

/** A reply that is no problem. */
interface Reply {
  readonly status: 200 | 202;
  readonly description: string;
  readonly body: SchemaName | 'text' | 'json' | 'none';
  /** With `Location` and `Retry-After`. */
  readonly comesLater?: boolean;
}

/** A route as callers see it. */
export interface Route {
  /** As the function is registered. */
  readonly name: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, { description: string; schema: JsonSchema }>>;
  readonly headers?: Readonly<Record<string, { description: string; schema: JsonSchema }>>;
  /** What is posted, as JSON or YAML. */
  readonly takes?: 'JobSpec' | 'ExitReport' | 'Verdict';
  /** A container asks, by its single-use token, and not by a function key. */
  readonly byToken?: boolean;
  readonly replies: readonly Reply[];
  /** Statuses of `application/problem+json`, and why. */
  readonly problems: Readonly<Record<number, string>>;
}

const wrongSpec = 'The spec is not right; `errors` names every wrong field.';
const tooLarge = 'The body is larger than 1 MB.';
const noJob = 'There is no such job.';
const wrongQuery = 'The query is not right.';
const count = (minimum: number, maximum?: number): JsonSchema => ({
  type: 'integer',
  minimum,
  ...(maximum !== undefined && { maximum }),
});

/** Every HTTP route of the app. */
export const routes: readonly Route[] = [
  {
    name: 'postJob',
    method: 'post',
    path: '/jobs',
    summary: 'Starts a job.',
    headers: {
      'Idempotency-Key': {
        description: 'A repeat with the same key is answered with the same job.',
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
    },
    takes: 'JobSpec',
    replies: [
      {
        status: 202,
        description: 'The job, as it is now.',
        body: 'JobStatus',
        comesLater: true,
      },
    ],
    problems: { 400: wrongSpec, 413: tooLarge },
  },
  {
    name: 'estimateJob',
    method: 'post',
    path: '/jobs/estimate',
    summary: 'Says what a job would cost, how long it would take and which quota it needs.',
    query: {
      secondsPerTask: {
        description: 'How long a task takes; without it past jobs say so.',
        schema: { type: 'number', exclusiveMinimum: 0, maximum: 604_800 },
      },
      runsPerDay: {
        description: 'How often it runs: a month of it is set beside a small virtual machine.',
        schema: { type: 'number', exclusiveMinimum: 0, maximum: 100_000 },
      },
    },
    takes: 'JobSpec',
    replies: [{ status: 200, description: 'The estimate.', body: 'Estimate' }],
    problems: { 400: wrongSpec, 413: tooLarge },
  },
  {
    name: 'listJobs',
    method: 'get',
    path: '/jobs',
    summary: 'Lists jobs, newest first.',
    query: {
      limit: { description: 'Jobs of one page.', schema: { ...count(1, 100), default: 50 } },
      continuation: {
        description: 'That of an earlier reply.',
        schema: { type: 'string', pattern: jobIdPattern },
      },
      parent: {
        description: 'The jobs that are steps of this one, or undo one.',
        schema: { type: 'string', pattern: jobIdPattern },
      },
    },
    replies: [{ status: 200, description: 'A page of jobs.', body: 'JobList' }],
    problems: { 400: wrongQuery },
  },
  {
    name: 'getJob',
    method: 'get',
    path: '/jobs/{id}',
    summary: 'Says how a job is.',
    replies: [
      { status: 200, description: 'It is over, whatever its outcome.', body: 'JobStatus' },
      { status: 202, description: 'It is not over.', body: 'JobStatus', comesLater: true },
    ],
    problems: { 404: noJob },
  },
  {
    name: 'getLogs',
    method: 'get',
    path: '/jobs/{id}/logs',
    summary: 'Streams the logs of a job, also while it runs.',
    query: {
      task: { description: 'Of this task only; tasks count from 0.', schema: count(0) },
      container: {
        description: 'Of this container only.',
        schema: { type: 'string', minLength: 1, maxLength: 63 },
      },
      attempt: {
        description: 'Of this attempt; they count from 1. Without it the newest.',
        schema: count(1),
      },
      follow: {
        description: 'Go on until the container has ended; of one task and container.',
        schema: { type: 'string', enum: ['true', 'false'] },
      },
      tail: { description: 'The last lines only.', schema: count(1, 1_000_000) },
    },
    replies: [{ status: 200, description: 'What the containers have written.', body: 'text' }],
    problems: {
      400: wrongQuery,
      404: 'There is no such job, or no log of this task, container or attempt.',
    },
  },
  {
    name: 'cancelJob',
    method: 'post',
    path: '/jobs/{id}/cancel',
    summary: 'Cancels a job; it is over when its containers are deleted.',
    replies: [{ status: 202, description: 'It will end.', body: 'JobStatus', comesLater: true }],
    problems: { 404: noJob, 409: 'The job is over already.' },
  },
  ...(['approve', 'reject'] as const).map((word): Route => ({
    name: `${word}Job`,
    method: 'post',
    path: `/jobs/{id}/${word}`,
    summary: `Says ${word === 'approve' ? 'yes' : 'no'} to a step of a job; the first word stands.`,
    takes: 'Verdict',
    replies: [
      { status: 200, description: 'It is over.', body: 'JobStatus' },
      { status: 202, description: 'It goes on.', body: 'JobStatus', comesLater: true },
    ],
    problems: {
      400: 'The body is not right, or does not say which step.',
      404: noJob,
      409: 'No step asks for it, or another word was there before.',
      413: 'The body is too large.',
    },
  })),
  {
    name: 'retryFailed',
    method: 'post',
    path: '/jobs/{id}/retry-failed',
    summary: 'Starts a job that runs again what of a job that is over has not succeeded.',
    replies: [
      {
        status: 202,
        description: 'The new job; asked again, the same.',
        body: 'JobStatus',
        comesLater: true,
      },
    ],
    problems: {
      404: noJob,
      409: 'The job is not over, nothing of it has failed, it has steps, or its files are gone.',
    },
  },
  {
    name: 'hookDone',
    method: 'post',
    path: '/hooks/done',
    summary: 'Says how a container exits; the shim in images/shim does.',
    takes: 'ExitReport',
    byToken: true,
    replies: [{ status: 202, description: 'It is written down.', body: 'none' }],
    problems: {
      400: 'The body is not right.',
      401: 'The token is not right.',
      409: 'The exit is known, or nobody waits for it any more.',
      413: 'The body is too large.',
    },
  },
  {
    name: 'getOpenApi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    replies: [{ status: 200, description: 'OpenAPI 3.1.', body: 'json' }],
    problems: {},
  },
];
