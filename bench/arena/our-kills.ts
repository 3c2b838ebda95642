import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Job, JobsApi } from '../../local/demo/jobs-api.ts';
import { baseEnvironment } from '../../local/launcher/environment.ts';
import { findFreePorts } from '../../local/launcher/ports.ts';
import { SupervisedProcess } from '../../local/launcher/supervised-process.ts';
import { SystemClock } from '../../local/support/clock.ts';
import { draw } from '../../local/support/seeded.ts';
import { untilAnswered } from '../../test/chaos/until-answered.ts';
import { root } from '../stack.ts';
import { appSettings } from './app-settings.ts';
import { type Arena, groupsIn } from './arena.ts';
import { polling, push } from './contenders.ts';
import { type AfterKills, longestSeconds, seed, shortestSeconds } from './kills.ts';
import { removeAll } from './measure.ts';
import { jobOf, type OurTask } from './ours.ts';

const atOnce = 30;
const everySeconds = { least: 2, most: 8 };
/** So long is waited for the jobs, and for the sweeper, after the last kill. */
const patienceMs = 240_000;

/**
 * Our host, as a process of its own, runs jobs and is killed (SIGKILL) at moments that the seed decides, until so many
 * tasks had their client killed: each kill counts for every job that was not over. All of this in real time.
 */
export async function killOurHost(
  arena: Arena,
  completion: OurTask['completion'],
  kills: number,
  log: (line: string) => void,
): Promise<AfterKills> {
  const release = arena.clock.hold();
  const host = await hostProcess(arena, completion);
  try {
    const api = new JobsApi(await host.start());
    const { killed, hostKills, sent } = await killWhileRunning({
      arena,
      completion,
      host,
      api,
      kills,
    });
    const contender = completion === 'push' ? push : polling;
    log(`${contender}: ${hostKills} kills of the host hit ${killed} tasks`);
    const jobs = await allOver(api, sent, arena);
    const left = await groupsIn(arena);
    await removeAll(arena, left);
    const well = jobs.filter(({ outcome }) => outcome?.status === 'succeeded').length;
    const note = `${hostKills} kills of the host; ${well} of ${jobs.length} jobs succeeded`;
    return { contender, isOurs: true, killed, groupsLeft: left.length, note };
  } finally {
    await host.stop();
    release();
  }
}

async function hostProcess({ ready, folder }: Arena, name: string): Promise<SupervisedProcess> {
  const { functions: port } = await findFreePorts();
  const certificates = path.dirname(ready['caCertificate'] ?? '');
  const data = path.join(folder, `host-${name}`);
  await mkdir(data, { recursive: true });
  return new SupervisedProcess({
    name: 'host',
    args: [
      ...[path.join(root, 'local/host/main.ts'), '--app', root, '--port', String(port)],
      ...['--data', data, '--cert', path.join(certificates, 'cert.pem')],
      ...['--key', path.join(certificates, 'key.pem')],
    ],
    environment: {
      ...baseEnvironment(root, ready['caCertificate'] ?? ''),
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      IDENTITY_ENDPOINT: ready['identityEndpoint'] ?? '',
      IDENTITY_HEADER: 'local-identity',
      ...appSettings(ready),
    },
    logFile: path.join(data, 'host.log'),
    clock: new SystemClock(),
    onGivenUp: (error) => {
      throw error;
    },
  });
}

interface Running {
  readonly arena: Arena;
  readonly completion: OurTask['completion'];
  readonly host: SupervisedProcess;
  readonly api: JobsApi;
  readonly kills: number;
}

/** Keeps a number of jobs going, and kills. */
async function killWhileRunning({ arena, completion, host, api, kills }: Running) {
  let drawn = 0;
  const random = (): number => draw(seed, drawn++);
  const sent = new Set<string>();
  let killed = 0;
  let hostKills = 0;
  while (killed < kills) {
    let open = (await openJobs(api, sent)).length;
    for (; open < atOnce; open += 1) {
      const number = sent.size;
      const name = `host-killed-${completion}-${number}`;
      const seconds = shortestSeconds + random() * (longestSeconds - shortestSeconds);
      const job = jobOf(arena, { name, seconds, completion, kind: name });
      sent.add(await untilAnswered(() => api.post(job, name)));
    }
    const { least, most } = everySeconds;
    await wait(1000 * (least + random() * (most - least)));
    const hit = await openJobs(api, sent);
    const { pid } = host;
    if (pid === undefined) throw new Error('The host does not run.');
    process.kill(pid, 'SIGKILL');
    killed += hit.length;
    hostKills += 1;
    await host.whenReplaced(pid);
  }
  return { killed, hostKills, sent };
}

async function openJobs(api: JobsApi, sent: ReadonlySet<string>): Promise<Job[]> {
  const jobs = await untilAnswered(() => api.list());
  return jobs.filter(({ id, phase }) => sent.has(id) && phase !== 'over');
}

/** The jobs when all are over, and no group is left or the patience is at its end. */
async function allOver(api: JobsApi, sent: ReadonlySet<string>, arena: Arena): Promise<Job[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const jobs = (await untilAnswered(() => api.list())).filter(({ id }) => sent.has(id));
    const isOver = jobs.every(({ phase }) => phase === 'over');
    if ((isOver && (await groupsIn(arena)).length === 0) || Date.now() > deadline) return jobs;
    await wait(500);
  }
}
