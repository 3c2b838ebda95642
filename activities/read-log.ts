import { type Attempt, groupNameOf } from '../jobs/attempt.ts';
import { emptyLog, KeptLog, stitch, type Stitched } from '../jobs/log-stitch.ts';
import { groupOfTask, type PlanFile } from '../jobs/plan-file.ts';
import type { Deps } from './deps.ts';

type LogDeps = Pick<Deps, 'artifacts' | 'groups'>;

/** The URLs of the logs of an attempt that is over, complete; a log that was never there is left out. */
export async function archiveLogs(
  deps: LogDeps,
  plan: PlanFile,
  attempt: Attempt,
): Promise<string[]> {
  const names = groupOfTask(plan, attempt.task).properties.containers.map(({ name }) => name);
  const urls = names.map((container) => archivedLog(deps, plan, { attempt, container }));
  return (await Promise.all(urls)).flatMap((url) => url ?? []);
}

/** Adds to the archive what the containers of an attempt have written since the last look, while they run. */
export async function keepLogs(deps: LogDeps, plan: PlanFile, attempt: Attempt): Promise<void> {
  const { containers } = groupOfTask(plan, attempt.task).properties;
  await Promise.all(
    containers.map(({ name }) => keepLog(deps, { attempt, container: name, isFinal: false })),
  );
}

interface WhichLog {
  readonly attempt: Attempt;
  readonly container: string;
}

async function archivedLog(
  deps: LogDeps,
  plan: PlanFile,
  which: WhichLog,
): Promise<string | undefined> {
  const { jobId } = which.attempt;
  const isPushed = plan.spec.completion === 'push';
  const length = isPushed ? await deps.artifacts.logLength(jobId, logNameOf(which)) : undefined;
  // What the shim streamed is all of it; an image without a shim has streamed nothing.
  if (length !== undefined && length > 0)
    return deps.artifacts.appendLog(jobId, logNameOf(which), length, '');
  return keepLog(deps, { ...which, isFinal: true });
}

async function keepLog(
  { artifacts, groups }: LogDeps,
  { isFinal, ...which }: WhichLog & { readonly isFinal: boolean },
): Promise<string | undefined> {
  const { attempt, container } = which;
  const { jobId, target } = attempt;
  const [text, kept] = await Promise.all([
    groups.readLog(target, groupNameOf(attempt), container),
    readKept(artifacts, which),
  ]);
  if (text === undefined && !kept) return undefined;
  const before = kept ?? emptyLog;
  const { text: added, next }: Stitched = stitch(before, { text: text ?? '', isFinal });
  if (added === '' && !isFinal) return undefined;
  if (before.bytes + added.length === 0) return artifacts.createLog(jobId, logNameOf(which));
  const url = await artifacts.appendLog(jobId, logNameOf(which), before.bytes, added);
  await artifacts.saveJobFile(jobId, stateNameOf(which), JSON.stringify(next));
  return url;
}

async function readKept(
  artifacts: Pick<Deps['artifacts'], 'readJobFile'>,
  which: WhichLog,
): Promise<KeptLog | undefined> {
  const text = await artifacts.readJobFile(which.attempt.jobId, stateNameOf(which));
  return text === undefined ? undefined : KeptLog.parse(JSON.parse(text));
}

/** Below the job's folder in the container of logs. */
function logNameOf({ attempt, container }: WhichLog): string {
  return `${attempt.task}-${attempt.attempt}/${container}.txt`;
}

/** What is known of a log that is still read; among the job's files. */
function stateNameOf({ attempt, container }: WhichLog): string {
  return `logs/${attempt.task}-${attempt.attempt}/${container}.json`;
}
