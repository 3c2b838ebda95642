import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { JobRow } from '../jobs/job-rows.ts';
import type { TriggerDeps } from './deps.ts';
import { findJob } from './find-job.ts';
import { followLog, oneLogOf } from './follow-log.ts';
import { findLogs, type FoundLogs, type LogSource } from './job-logs.ts';
import { findLogsOfSteps } from './logs-of-steps.ts';
import { lastLines } from './last-lines.ts';
import { problem } from './problem.ts';
import { readQuery } from './read-query.ts';

const Query = z.strictObject({
  task: z.coerce.number('must be the number of a task').int().min(0).optional(),
  container: z.string().min(1).max(63).optional(),
  attempt: z.coerce.number('must be the number of an attempt').int().min(1).optional(),
  follow: z.enum(['true', 'false'], 'must be true or false').optional(),
  tail: z.coerce.number('must be a number of lines').int().min(1).max(1_000_000).optional(),
});

/**
 * `GET /api/jobs/{id}/logs`: the archived logs, and of containers that still run what they have written so far; with
 * `follow=true` one of them as it is written.
 */
export async function getLogs(
  deps: Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const { job, missing } = await findJob(deps.store, request);
  if (missing) return missing;
  const query = readQuery(Query, request);
  if (!query.ok) return query.reply;
  if (query.value.follow === 'true') return followed(deps, job, query.value);
  const logs =
    job.stepsTotal === undefined
      ? await findLogs(deps, job.id, query.value)
      : await findLogsOfSteps(deps, job.id, query.value);
  const { task, container, attempt } = query.value;
  const isChosen = [task, container, attempt].some((choice) => choice !== undefined);
  if (logs.sources.length === 0 && isChosen)
    return problem({
      status: 404,
      title: 'The job has no log of this task, container and attempt',
    });
  return streamed(textOf(logs, query.value.tail));
}

async function followed(
  deps: Pick<TriggerDeps, 'artifacts' | 'groups' | 'store'>,
  { id, stepsTotal }: JobRow,
  { task, container, ...others }: z.infer<typeof Query>,
): Promise<HttpResponseInit> {
  const log = stepsTotal === undefined ? await oneLogOf(deps, id, { task, container }) : ofOneStep;
  const errors = [
    ...('problem' in log ? [log.problem] : []),
    ...(['tail', 'attempt'] as const)
      .filter((name) => others[name] !== undefined)
      .map((path) => ({ path, message: 'cannot stand beside follow' })),
  ];
  if ('problem' in log || errors.length > 0)
    return problem({ status: 400, title: 'The query is not right', errors });
  return streamed(followLog(deps, log));
}

const ofOneStep = {
  problem: { path: 'follow', message: 'is for the job of one step: see steps[].job in the status' },
} as const;

function streamed(text: AsyncIterable<Uint8Array>): HttpResponseInit {
  return {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: ReadableStream.from(text),
  };
}

/** One log as it is; several with a line before each that says which it is, as `tail` does. */
async function* textOf(
  { sources, leftOut }: FoundLogs,
  tail: number | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const source of sources) {
    if (sources.length > 1) yield encoder.encode(`==> ${source.title} <==\n`);
    yield* contentOf(source, tail);
    if (sources.length > 1) yield encoder.encode('\n');
  }
  if (leftOut > 0) yield encoder.encode(`(${leftOut} more tasks: ask for them with ?task=)\n`);
}

async function* contentOf(source: LogSource, tail: number | undefined): AsyncGenerator<Uint8Array> {
  const content = await source.open();
  if (!content) return;
  yield* tail === undefined ? content : lastLines(content, tail);
}
