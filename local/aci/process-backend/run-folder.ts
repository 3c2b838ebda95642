import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunKey } from '../container-groups/container-backend.ts';

/** The files of one run of a container. */
export interface RunFolder {
  readonly folder: string;
  /** Made by whoever comes first, the run or its cancellation; holds the process id. */
  readonly pidFile: string;
  /** Holds the exit code; its time of modification is when the run ended. */
  readonly exitFile: string;
  readonly logFile: string;
  /** A FIFO: what is written to it while the run's program reads is its input. */
  readonly stdinFile: string;
  /** Links to the volumes that are mounted, named by their numbers. */
  readonly mounts: string;
  readonly home: string;
  readonly temp: string;
}

export function groupFolder(root: string, groupUid: string): string {
  return path.join(root, groupUid);
}

/** Links to a group's volumes, by their names. No container's name begins with a dot. */
export function volumeLinks(root: string, groupUid: string): string {
  return path.join(groupFolder(root, groupUid), '.volumes');
}

export function runFolder(root: string, { groupUid, container, run }: RunKey): RunFolder {
  const folder = path.join(groupFolder(root, groupUid), container, String(run));
  return {
    folder,
    pidFile: path.join(folder, 'pid'),
    exitFile: path.join(folder, 'exit'),
    logFile: path.join(folder, 'log'),
    stdinFile: path.join(folder, 'stdin'),
    mounts: path.join(folder, 'mounts'),
    home: path.join(folder, 'home'),
    temp: path.join(folder, 'tmp'),
  };
}

/** Makes the folders of a run, and removes those of earlier runs: a restarted container begins empty. */
export async function makeRunFolder({ folder, home, temp }: RunFolder): Promise<void> {
  const container = path.dirname(folder);
  await Promise.all([home, temp].map((part) => mkdir(part, { recursive: true, mode: 0o700 })));
  const others = (await readdir(container)).filter((name) => name !== path.basename(folder));
  await Promise.all(
    others.map((name) => rm(path.join(container, name), { recursive: true, force: true })),
  );
}
