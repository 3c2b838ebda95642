import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { DefaultAzureCredential } from '@azure/identity';
import type { Ready } from '../../local/support/service.ts';
import type { AppClient, Job } from './app-client.ts';
import { within } from './until-answered.ts';

const tidyMs = 300_000;
const betweenTimersMs = 3_000;
/** In which processes that were killed are gone. */
const endMs = 10_000;

/** Names of the container groups that ARM knows. */
export async function groupNames(ready: Ready): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of clientOf(ready).containerGroups.list()) names.push(name ?? '');
  return names;
}

/**
 * How many processes of containers there are after 10 seconds at the most, also of those whose emulator was killed: by their
 * HOME, which is below its data. None where there is no /proc.
 */
export async function countContainerProcesses(dataFolder: string): Promise<number> {
  const home = `HOME=${path.resolve(dataFolder, 'aci')}${path.sep}`;
  let count = 0;
  await within(endMs, async () => {
    const environments = await environmentsOfProcesses();
    count = environments.filter((lines) => lines.some((line) => line.startsWith(home))).length;
    return count === 0 ? true : undefined;
  });
  return count;
}

async function environmentsOfProcesses(): Promise<string[][]> {
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    processes.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return text.split('\0');
    }),
  );
}

/** Groups that are none of this deployment's, which nobody but their owners may touch. */
export class ForeignGroups {
  private readonly ready: Ready;
  private readonly tags: Readonly<Record<string, Record<string, string>>> = {
    'of-another-deployment': {
      ...{ owner: 'another', kind: 'job', job: 'job1', task: '0', attempt: '1' },
      leaseUntil: '2020-01-01T00:00:00Z',
    },
    'of-a-person': {},
  };

  constructor(ready: Ready) {
    this.ready = ready;
  }

  get names(): string[] {
    return Object.keys(this.tags);
  }

  async create(): Promise<void> {
    const { containerGroups } = clientOf(this.ready);
    for (const [name, tags] of Object.entries(this.tags))
      await containerGroups.beginCreateOrUpdateAndWait(this.ready['resourceGroup'] ?? '', name, {
        ...{ location: 'westeurope', tags, osType: 'Linux', restartPolicy: 'Never' },
        containers: [
          {
            name: 'main',
            image: 'durable-aci/sentiment:latest',
            command: ['/bin/sh', '-c', 'sleep 100000'],
            resources: { requests: { cpu: 1, memoryInGB: 1 } },
          },
        ],
      });
  }

  async delete(): Promise<void> {
    const { containerGroups } = clientOf(this.ready);
    for (const name of this.names)
      await containerGroups.beginDeleteAndWait(this.ready['resourceGroup'] ?? '', name);
  }
}

/** As if a quarter of an hour had gone by for the newest jobs: the app's timers see to those that nobody runs, and to groups. */
export async function letTimersRun(app: AppClient, mostJobs = Infinity): Promise<void> {
  for (const { id, phase } of await app.list(mostJobs))
    await (phase === 'over' ? app.age(id, 'finishedAt', 11) : app.age(id, 'createdAt', 6));
  await app.runTimer('resumeJobs');
  await app.runTimer('sweepGroups');
}

/** The same until all jobs are over, and nothing of them is left; or for some minutes. */
export async function letTimersTidy(
  ready: Ready,
  app: AppClient,
  foreign: readonly string[],
): Promise<void> {
  await within(tidyMs, async () => {
    const left = (await groupNames(ready)).filter((name) => !foreign.includes(name));
    const isOpen = ({ phase, cleanup }: Job): boolean => phase !== 'over' || cleanup !== 'done';
    if (left.length === 0 && !(await app.list()).some(isOpen)) return true;
    await letTimersRun(app);
    await setTimeout(betweenTimersMs);
    return undefined;
  });
}

function clientOf(ready: Ready): ContainerInstanceManagementClient {
  return new ContainerInstanceManagementClient(
    new DefaultAzureCredential(),
    ready['subscriptionId'] ?? '',
    { endpoint: ready['armHttps'] ?? '' },
  );
}
