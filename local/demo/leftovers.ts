import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import process from 'node:process';
import { promisify } from 'node:util';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { DefaultAzureCredential } from '@azure/identity';
import type { Ready } from '../support/service.ts';

/** How many container groups ARM still knows in the subscription. */
export async function countContainerGroups(ready: Ready): Promise<number> {
  const client = new ContainerInstanceManagementClient(
    new DefaultAzureCredential(),
    ready['subscriptionId'] ?? '',
    { endpoint: ready['armHttps'] ?? '' },
  );
  let count = 0;
  for await (const page of client.containerGroups.list().byPage()) count += page.length;
  return count;
}

/** How many processes have this one as their parent. */
export async function countChildProcesses(parent: number): Promise<number> {
  const parents = process.platform === 'linux' ? await parentsFromProc() : await parentsFromPs();
  return parents.filter((pid) => pid === parent).length;
}

async function parentsFromPs(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=']);
  return stdout.split('\n').map(Number);
}

/** A bare Linux may lack `ps`. Fields of stat: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function parentsFromProc(): Promise<number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    processes.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  );
  return stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
}
