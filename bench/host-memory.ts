import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { JobsApi } from '../local/demo/jobs-api.ts';
import type { Stack } from '../local/launcher/index.ts';
import type { Figure } from './benchmark.ts';

const jobs = 1_000;
const atOnce = 20;
const goalMB = 300;
/** After the last job. Memory that is free goes back to the system only when V8 finds that nothing happens. */
const idleMs = 60_000;
/** Azure takes 100 creates in 5 minutes in each region, and jobs wait for that. */
const regions = [
  ...['northeurope', 'westeurope', 'eastus', 'eastus2', 'westus', 'westus2', 'uksouth'],
  ...['centralus', 'francecentral', 'swedencentral', 'japaneast', 'canadacentral'],
];

/** The resident size of the host's process before and after many jobs, each of one container that ends at once. */
export async function hostMemory(
  { ready, services }: Pick<Stack, 'ready' | 'services'>,
  log: (line: string) => void,
): Promise<Figure[]> {
  const pid = services.get('host')?.pid;
  if (pid === undefined) throw new Error('The host does not run.');
  const before = await residentMB(pid);
  const api = new JobsApi(ready);
  let begun = 0;
  let over = 0;
  let most = before;
  const lane = async (): Promise<void> => {
    while (begun < jobs) {
      const region = regions[begun % regions.length] ?? '';
      begun += 1;
      await ranToItsEnd(api, region);
      over += 1;
      if (over % 100 !== 0) continue;
      const now = await residentMB(pid);
      most = Math.max(most, now);
      log(`${over} jobs over: the host has ${now} MB`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  const seconds = (performance.now() - start) / 1000;
  await wait(idleMs);
  const after = await residentMB(pid);
  const note = `${before} MB before, ${most} MB at most in between`;
  return [
    {
      what: `host, resident after ${jobs} jobs`,
      value: after,
      unit: 'MB',
      goal: goalMB,
      note,
    },
    { what: `${jobs} jobs, ${atOnce} at a time`, value: seconds, unit: 's' },
  ];
}

async function ranToItsEnd(api: JobsApi, region: string): Promise<void> {
  const properties = {
    image: 'durable-aci/sentiment:latest',
    command: ['/bin/sh', '-c', 'exit 0'],
  };
  const group = { properties: { containers: [{ name: 'main', properties }] } };
  const id = await api.post({ name: 'bench', regions: [region], group });
  for (;;) {
    const { phase, outcome } = await api.get(id);
    if (phase === 'over') {
      if (outcome?.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
      return;
    }
    await wait(1_000);
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function residentMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}
