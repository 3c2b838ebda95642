import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startStack } from '../launcher/index.ts';
import { type Clock, sleep, SystemClock } from '../support/clock.ts';
import type { Ready } from '../support/service.ts';
import { becomeClientOf } from './client.ts';
import { copyBlobs } from './copies.ts';
import { demoInputs, type Input } from './inputs.ts';
import { type Job, JobsApi } from './jobs-api.ts';
import { countChildProcesses, countContainerGroups } from './leftovers.ts';
import { createProgress } from './progress.ts';
import { formatReport, type Report, reportedJob } from './report.ts';
import { countSweeperDeletes } from './sweeper-deletes.ts';

const demoFolder = path.join('.local', 'demo');
const longestMs = 210_000;

/** Shows the jobs of all inputs until the last is over; fails when one takes too long. */
async function follow(inputs: readonly Input[], api: JobsApi, clock: Clock): Promise<Job[]> {
  const progress = createProgress();
  const deadline = clock.now().getTime() + longestMs;
  try {
    for (;;) {
      const jobs = await api.list();
      const found = inputs.map(({ trigger }) => jobs.find((job) => job.trigger === trigger));
      const current = await Promise.all(
        found.map(async (job) => (job ? await api.get(job.id) : job)),
      );
      inputs.forEach(({ title }, index) => {
        progress.show(title, current[index]);
      });
      const over = current
        .filter((job) => job?.phase === 'over')
        .filter((job) => job !== undefined);
      if (over.length === inputs.length) return over;
      if (clock.now().getTime() > deadline) {
        throw new Error(
          `after ${String(longestMs / 1000)} s only ${String(over.length)} jobs are over`,
        );
      }
      await sleep(clock, 300);
    }
  } finally {
    progress.stop();
  }
}

async function run(ready: Ready, emulatorPid: number, clock: Clock): Promise<Report> {
  await becomeClientOf(ready);
  const api = new JobsApi(ready);
  const inputs = demoInputs(ready, api);
  await Promise.all(inputs.map((input) => input.send()));
  const jobs = await follow(inputs, api, clock);
  const reported = [];
  for (const job of jobs) {
    const results = await copyBlobs(job.results, demoFolder);
    const logs = await copyBlobs(job.logs, demoFolder);
    reported.push(reportedJob(job, { results, logs }));
  }
  return {
    jobs: reported,
    containerGroupsLeft: await countContainerGroups(ready),
    sweeperDeletes: await countSweeperDeletes(ready),
    emulatorProcessesLeft: await countChildProcesses(emulatorPid),
    stack: ready,
  };
}

/** What the demo promises; a line for each promise that was not kept. */
function shortcomings(report: Report): string[] {
  const outcomes: Readonly<Record<string, string>> = {
    blob: 'succeeded',
    http: 'succeeded',
    queue: 'failed',
  };
  const wrong = report.jobs
    .filter(({ trigger, outcome }) => outcomes[trigger] !== outcome)
    .map(({ id, outcome }) => `job ${id} ended ${outcome}`);
  if (report.containerGroupsLeft > 0) wrong.push('container groups are left');
  if (report.sweeperDeletes > 0) wrong.push('the sweeper had to delete a group');
  if (report.emulatorProcessesLeft > 0) wrong.push('processes of containers are left');
  return wrong;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const clock = new SystemClock();
  const root = path.join(import.meta.dirname, '..', '..');
  await rm(demoFolder, { recursive: true, force: true });
  await mkdir(demoFolder, { recursive: true });
  console.error('Starting the stack ...');
  const stack = await startStack({
    root,
    dataFolder: path.join('.local', 'demo-stack'),
    ports: 'random',
    reset: true,
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => void stack.stop().then(() => process.exit(130)));
  }
  try {
    const report = await run(stack.ready, stack.services.get('aci')?.pid ?? 0, clock);
    if (values.json) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
    console.log(formatReport(report, demoFolder));
    for (const line of shortcomings(report)) {
      console.error(`demo: ${line}`);
      process.exitCode = 1;
    }
  } finally {
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
