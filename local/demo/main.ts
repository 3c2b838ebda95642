import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { asEngine } from '../launcher/engine.ts';
import { startStack } from '../launcher/index.ts';
import { type Clock, sleep, SystemClock } from '../support/clock.ts';
import type { Ready } from '../support/service.ts';
import { becomeClientOf } from './client.ts';
import { copyBlobs } from './copies.ts';
import { differences, digestsOf } from './digests.ts';
import { demoInputs, type Input } from './inputs.ts';
import { type Job, JobsApi } from './jobs-api.ts';
import { countChildProcesses, countContainerGroups } from './leftovers.ts';
import { createProgress } from './progress.ts';
import { formatReport, type Report, reportedJob, type ReportedJob } from './report.ts';
import { countSweeperDeletes } from './sweeper-deletes.ts';

const demoFolder = path.join('.local', 'demo');
const longestMs = 210_000;

/** Shows the jobs of all inputs until the last is over; fails when one takes too long. */
async function follow(inputs: readonly Input[], clock: Clock): Promise<Job[]> {
  const progress = createProgress();
  const deadline = clock.now().getTime() + longestMs;
  try {
    for (;;) {
      const current = await Promise.all(inputs.map((input) => input.find()));
      inputs.forEach(({ title }, index) => {
        progress.show(title, current[index]);
      });
      const over = current.flatMap((job) => (job?.phase === 'over' ? [job] : []));
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
  const jobs = await follow(inputs, clock);
  const reported: ReportedJob[] = [];
  for (const [index, job] of jobs.entries()) {
    const results = await copyBlobs(job.results, demoFolder);
    const logs = await copyBlobs(job.logs, demoFolder);
    const expected = inputs[index]?.expected ?? 'succeeded';
    const digests = await digestsOf(results, job.id);
    reported.push(reportedJob(job, { expected, results, digests, logs }));
  }
  return {
    containers: ready['containers'] ?? '',
    jobs: reported,
    logicAppResultIsEqual: await wroteTheSame(reported, 'blob', 'logicApp'),
    containerGroupsLeft: await countContainerGroups(ready),
    sweeperDeletes: await countSweeperDeletes(ready),
    emulatorProcessesLeft: await countChildProcesses(emulatorPid),
    stack: ready,
  };
}

/** What the demo promises; a line for each promise that was not kept. */
function shortcomings(report: Report): string[] {
  const wrong = report.jobs
    .filter(({ outcome, expected }) => outcome !== expected)
    .map(({ id, outcome }) => `job ${id} ended ${outcome}`);
  if (!report.logicAppResultIsEqual) wrong.push('the Logic App wrote another result');
  if (report.containerGroupsLeft > 0) wrong.push('container groups are left');
  if (report.sweeperDeletes > 0) wrong.push('the sweeper had to delete a group');
  if (report.emulatorProcessesLeft > 0) wrong.push('processes of containers are left');
  return wrong;
}

/** Whether the jobs of these two triggers wrote the same `sentiment.json`, to the byte. */
async function wroteTheSame(
  jobs: readonly ReportedJob[],
  one: string,
  other: string,
): Promise<boolean> {
  const texts = await Promise.all(
    [one, other].map(async (trigger) => {
      const job = jobs.find((candidate) => candidate.trigger === trigger);
      const file = job?.results.find((name) => name.endsWith('/sentiment.json'));
      return file === undefined ? undefined : readFile(file, 'utf8');
    }),
  );
  return texts[0] !== undefined && texts[0] === texts[1];
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      /** Processes, so that everybody sees the same; `docker` builds the images and runs real containers. */
      engine: { type: 'string', default: 'process' },
      /** Writes the report there. */
      json: { type: 'string' },
      /** The report of an earlier run: results have to be the same to the byte. */
      'same-as': { type: 'string' },
    },
  });
  return { engine: asEngine(values.engine), json: values.json, sameAs: values['same-as'] };
}

/** Builds what is not there yet, and tells the person so. */
async function buildImages(root: string): Promise<void> {
  const script = path.join(root, 'scripts', 'build-images.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] });
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error('the images are not built');
}

async function main(): Promise<void> {
  const options = readOptions();
  const clock = new SystemClock();
  const root = path.join(import.meta.dirname, '..', '..');
  if (options.engine === 'docker') await buildImages(root);
  await rm(demoFolder, { recursive: true, force: true });
  await mkdir(demoFolder, { recursive: true });
  console.error('Starting the stack ...');
  const stack = await startStack({
    nodeArgs: process.execArgv,
    root,
    dataFolder: path.join('.local', 'demo-stack'),
    ports: 'random',
    engine: options.engine,
    reset: true,
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => void stack.stop().then(() => process.exit(130)));
  }
  try {
    const report = await run(stack.ready, stack.services.get('aci')?.pid ?? 0, clock);
    if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    console.log(formatReport(report, demoFolder));
    const others = options.sameAs ? await differences(report, options.sameAs) : [];
    for (const line of [...shortcomings(report), ...others]) {
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
