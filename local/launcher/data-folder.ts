import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { serviceNames } from './service-names.ts';

/** Where a stack keeps its state and its logs; one stack at a time. */
export interface DataFolder {
  readonly folder: string;
  /** A folder of its own for each service. */
  of(service: string): string;
  release(): Promise<void>;
}

/** Takes the folder for this process; fails, naming the process, when another stack runs on it. `reset` forgets all state. */
export async function takeDataFolder(folder: string, reset: boolean): Promise<DataFolder> {
  await mkdir(folder, { recursive: true });
  const lockFile = path.join(folder, 'stack.pid');
  await takeLock(lockFile, folder);
  if (reset) {
    const stale = [...serviceNames, 'logs'].map((name) => path.join(folder, name));
    await Promise.all(stale.map((name) => rm(name, { recursive: true, force: true })));
  }
  await mkdir(path.join(folder, 'logs'), { recursive: true });
  return {
    folder,
    of: (service) => path.join(folder, service),
    release: () => rm(lockFile, { force: true }),
  };
}

async function takeLock(lockFile: string, folder: string): Promise<void> {
  for (;;) {
    try {
      const file = await open(lockFile, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch {
      const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''));
      if (isAlive(owner)) {
        throw new Error(
          `another stack (process ${String(owner)}) runs on ${folder}; stop it, or use --data with another folder`,
        );
      }
      await rm(lockFile, { force: true });
    }
  }
}

/** A killed stack leaves its lock behind; it counts only while its process lives. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
