import type { AppClient, Job } from './app-client.ts';
import type { ChaosJob } from './jobs.ts';
import type { GroupJournal } from './journal.ts';
import { outcomeText, type ToldOutcomes } from './outcomes.ts';

export interface Evidence {
  readonly sent: readonly ChaosJob[];
  readonly app: Pick<AppClient, 'list' | 'log'>;
  readonly journal: Pick<GroupJournal, 'uids' | 'restarted' | 'deleted' | 'missed'>;
  readonly told: Pick<ToldOutcomes, 'ofJobs'>;
  /** The outcome with which each job was first seen. */
  readonly firstSeen: ReadonlyMap<string, string>;
  readonly foreign: readonly string[];
}

/** A line for each job that did not end as it should, or not once, and for each group that was made twice. */
export async function complaintsOf(evidence: Evidence): Promise<string[]> {
  const { sent, app } = evidence;
  const jobs = await app.list();
  const complaints = [...blobComplaints(sent, jobs), ...groupComplaints(evidence)];
  for (const job of sent) complaints.push(...(await jobComplaints(job, jobs, app)));
  for (const job of jobs) complaints.push(...outcomeComplaints(job, evidence));
  return complaints;
}

async function jobComplaints(sent: ChaosJob, jobs: readonly Job[], app: Evidence['app']) {
  const { number, kind, round } = sent;
  if (kind.trigger === 'blob') return [];
  const own = jobs.filter(({ labels }) => labels['chaos'] === String(number));
  const [job] = own;
  const called = `job ${String(number)} ${job?.id ?? ''} (${kind.name}, during ${round.fault.name})`;
  const ends = own.map(({ outcome }) => `${outcomeText(outcome)}: ${outcome?.message ?? ''}`);
  if (!job || own.length > 1 || !kind.expected.includes(outcomeText(job.outcome)))
    return [`${called}: expected ${kind.expected.join(' or ')} once, got ${ends.join(', ')}`];
  const wrong = differences(kind.status ?? {}, job);
  if (wrong.length > 0) return [`${called}: ${wrong.join(', ')}`];
  if (kind.log === undefined || job.outcome?.status !== 'succeeded') return [];
  const log = await app.log(job.id);
  if (log === kind.log || round.fault.spoilsLogs) return [];
  return [`${called}: its log has ${String(log.length)} of ${String(kind.log.length)} characters`];
}

function differences(expected: Readonly<Record<string, object>>, job: Job): string[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    isAs(value, job[name])
      ? []
      : [`${name} ${JSON.stringify(job[name])}, expected ${JSON.stringify(value)}`],
  );
}

/** In whatever order they are said. */
function isAs(expected: object, got: unknown): boolean {
  if (typeof got !== 'object' || got === null) return false;
  return Object.entries(expected).every(([name, value]) => Reflect.get(got, name) === value);
}

/** Jobs of blobs carry no label of ours: there must be as many as uploads, all of them well. */
function blobComplaints(sent: readonly ChaosJob[], jobs: readonly Job[]): string[] {
  const uploads = sent.filter(({ kind }) => kind.trigger === 'blob').length;
  const outcomes = jobs
    .filter(({ trigger }) => trigger === 'blob')
    .map(({ outcome }) => outcomeText(outcome));
  const isRight = outcomes.length === uploads && outcomes.every((text) => text === 'succeeded');
  return isRight ? [] : [`${String(uploads)} uploads led to: ${outcomes.join(', ') || 'no job'}`];
}

/** One outcome, whoever is asked and whenever. */
function outcomeComplaints(
  { id, trigger, outcome, cleanup }: Job,
  { told, firstSeen }: Evidence,
): string[] {
  const now = outcomeText(outcome);
  const said = [...(told.ofJobs.get(id) ?? [])];
  const first = firstSeen.get(id) ?? now;
  const isTold = trigger === 'blob' ? said.length === 0 : said.length === 1 && said[0] === now;
  return [
    ...(isTold ? [] : [`job ${id}: ${now}, but others were told ${said.join(', ') || 'nothing'}`]),
    ...(first === now ? [] : [`job ${id}: ${first} became ${now}`]),
    ...(cleanup === 'done' ? [] : [`job ${id}: its cleanup is ${cleanup ?? 'unknown'}`]),
  ];
}

function groupComplaints({ journal, foreign }: Evidence): string[] {
  const { uids, restarted, deleted, missed } = journal;
  const doubled = [...uids].filter(([, ids]) => ids.size > 1);
  return [
    ...doubled.map(([group, ids]) => `group ${group} was made ${String(ids.size)} times`),
    ...[...restarted].map((group) => `group ${group} was started anew by a second PUT`),
    ...foreign
      .filter((group) => deleted.has(group) || !uids.has(group))
      .map((group) => `the foreign group ${group} was touched`),
    ...(missed > 0
      ? [`${String(missed)} lines of the journal were gone before they were read`]
      : []),
  ];
}
