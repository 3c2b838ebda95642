import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { JobStore, Signatures } from '../clients/ports.ts';
import { groupNameOf, watcherIdOf } from '../jobs/attempt.ts';
import { type Reporter, reporterOf } from '../jobs/completion.ts';
import type { Orchestrations } from './orchestrations.ts';
import { problem } from './problem.ts';
import { readJson } from './read-body.ts';

const maxBodyBytes = 1024;
const maxHeaderLength = 512;
/** What a process on Linux or Windows may end with. */
const Body = z.strictObject({
  exitCode: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 32 - 1),
});

interface Deps {
  readonly store: Pick<JobStore, 'readTask' | 'reportExit'>;
  readonly signatures?: Signatures | undefined;
  readonly now: () => Date;
}

/**
 * `POST /api/hooks/done`: a container says how it exits, with a token that is good once. It is written down, and the
 * watcher of its group looks at once. Without a right token the answer is 401 whatever is asked; 409 for one that was
 * used, or whose attempt is over.
 */
export async function hookDone(
  { store, signatures, now }: Deps,
  orchestrations: Pick<Orchestrations, 'wake'>,
  request: HttpRequest,
): Promise<HttpResponseInit> {
  const reporter = signatures && bearerOf(request, signatures);
  if (!reporter) return problem({ status: 401, title: 'The token is not right' });
  const body = await readJson(request, maxBodyBytes);
  if (!body.ok) return problem({ status: body.status, title: body.reason });
  const parsed = Body.safeParse(body.value);
  if (!parsed.success) return problem({ status: 400, title: 'The body must be {"exitCode": n}' });
  const group = groupNameOf(reporter);
  const task = await store.readTask(reporter.jobId, reporter.task);
  const isRunning = task?.state === 'running' && task.group === group;
  const report = { exitCode: parsed.data.exitCode, at: now().toISOString() };
  if (!isRunning || !(await store.reportExit(reporter, report)))
    return problem({ status: 409, title: 'The exit is known, or nobody waits for it any more' });
  await orchestrations.wake(watcherIdOf(group));
  return { status: 202 };
}

/** Who holds the request's token: a claim, a dot, and the deployment's signature of the claim. */
function bearerOf(request: HttpRequest, signatures: Signatures): Reporter | undefined {
  const header = request.headers.get('authorization') ?? '';
  if (header.length > maxHeaderLength) return undefined;
  const [, claim = '', signature = ''] = /^Bearer ([a-z0-9/-]+)\.([\w-]+)$/i.exec(header) ?? [];
  return signatures.verify(claim, signature) ? reporterOf(claim) : undefined;
}
