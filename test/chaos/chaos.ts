import process from 'node:process';
import { becomeClientOf } from '../../local/demo/client.ts';
import { type Job, JobsApi } from '../../local/demo/jobs-api.ts';
import { countChildProcesses, countContainerGroups } from '../../local/demo/leftovers.ts';
import { type Stack, startStack } from '../../local/launcher/index.ts';
import type { ServiceName } from '../../local/launcher/service-names.ts';
import { type ChaosJob, jobsOfRound, untilAnswered } from './jobs.ts';
import { putsPerGroup } from './journal.ts';
import { seededRandom } from './random.ts';

interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly root: string;
  readonly dataFolder: string;
  readonly log: (line: string) => void;
}

interface ChaosResult {
  readonly seed: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly jobs: number;
  /** A line for each job that did not end as it should, or not once. */
  readonly wrong: readonly string[];
  readonly containerGroupsLeft: number;
  readonly containerProcessesLeft: number;
  readonly seconds: number;
}

const victims = ['host', 'aci', 'host', 'aci', 'event-grid'] as const satisfies ServiceName[];
const killsPerRound = 4;
const longestRoundMs = 180_000;

/**
 * Runs rounds of jobs and kills processes (SIGKILL) at moments that the seed decides, then looks whether every job ended
 * once and as it should, and whether anything is left.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const began = Date.now();
  const random = seededRandom(options.seed);
  const stack = await startStack({
    ...options,
    ports: 'random',
    reset: true,
    engine: 'process',
    limits: 'unlimited',
  });
  try {
    await becomeClientOf(stack.ready);
    const api = new JobsApi(stack.ready);
    const kills: Record<string, number> = {};
    const sent: ChaosJob[] = [];
    for (let killed = 0, round = 0; killed < options.kills; round += 1) {
      const jobs = jobsOfRound(round, stack.ready, api);
      sent.push(...jobs);
      const sending = Promise.all(jobs.map((job) => job.send()));
      const toKill = Math.min(killsPerRound, options.kills - killed);
      for (let kill = 0; kill < toKill; kill += 1, killed += 1) {
        const victim = victims[Math.floor(random() * victims.length)] ?? 'host';
        await killAfter(stack, victim, 100 + random() * 1900);
        kills[victim] = (kills[victim] ?? 0) + 1;
        options.log(`round ${String(round)}: killed ${victim} (${String(killed + 1)})`);
      }
      await sending;
      await allOver(api, sent.length);
    }
    return await judge(stack, api, sent, { seed: options.seed, kills, began });
  } finally {
    await stack.stop();
  }
}

async function killAfter(stack: Stack, victim: ServiceName, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  const service = stack.services.get(victim);
  const pid = service?.pid;
  if (!service || pid === undefined) throw new Error(`${victim} does not run`);
  process.kill(pid, 'SIGKILL');
  await service.whenReplaced(pid);
}

/** Waits until as many jobs are over as were sent. */
async function allOver(api: JobsApi, count: number): Promise<void> {
  const deadline = Date.now() + longestRoundMs;
  for (;;) {
    const jobs = await untilAnswered(() => api.list());
    if (jobs.filter(({ phase }) => phase === 'over').length >= count) return;
    if (Date.now() > deadline) {
      const open = jobs.filter(({ phase }) => phase !== 'over').map(({ id, name }) => name ?? id);
      throw new Error(
        `${String(jobs.length)} of ${String(count)} jobs are known, not over: ${open.join(', ')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function judge(
  stack: Stack,
  api: JobsApi,
  sent: readonly ChaosJob[],
  { seed, kills, began }: { seed: number; kills: Readonly<Record<string, number>>; began: number },
): Promise<ChaosResult> {
  const jobs = await api.list();
  const puts = await putsPerGroup(stack.ready);
  const doubled = [...puts].filter(([, count]) => count > 1);
  return {
    seed,
    kills,
    jobs: jobs.length,
    wrong: [
      ...sent.flatMap((job) => complaintsOf(job, jobs)),
      ...blobComplaints(sent, jobs),
      ...doubled.map(([group, count]) => `group ${group} was created ${String(count)} times`),
    ],
    containerGroupsLeft: await countContainerGroups(stack.ready),
    containerProcessesLeft: await countChildProcesses(stack.services.get('aci')?.pid ?? 0),
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

function complaintsOf({ number, trigger, expected }: ChaosJob, jobs: readonly Job[]): string[] {
  if (trigger === 'blob') return [];
  const own = jobs.filter(({ labels }) => labels['chaos'] === String(number));
  const outcomes = own.map(({ outcome }) =>
    `${outcome?.status ?? 'none'} ${outcome?.message ?? ''}`.trim(),
  );
  if (own.length === 1 && own[0]?.outcome?.status === expected) return [];
  return [
    `job ${String(number)} (${trigger}): expected ${expected} once, got ${outcomes.join(', ') || 'no job'}`,
  ];
}

/** Jobs of blobs carry no label of ours: there must be as many as uploads, all of them well. */
function blobComplaints(sent: readonly ChaosJob[], jobs: readonly Job[]): string[] {
  const uploads = sent.filter(({ trigger }) => trigger === 'blob').length;
  const outcomes = jobs
    .filter(({ trigger }) => trigger === 'blob')
    .map(({ outcome }) => outcome?.status ?? 'none');
  const isRight = outcomes.length === uploads && outcomes.every((status) => status === 'succeeded');
  return isRight ? [] : [`${String(uploads)} uploads led to: ${outcomes.join(', ') || 'no job'}`];
}
