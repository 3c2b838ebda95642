import { mkdir, readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Mount } from '../container-groups/container-backend.ts';
import type { RunFolder } from './run-folder.ts';

/** Keeps in the folder of a group where its volumes are, for its runs and for emulators to come. */
export async function linkVolumes(
  links: string,
  hostPaths: ReadonlyMap<string, string>,
): Promise<void> {
  if (hostPaths.size > 0) await mkdir(links, { recursive: true, mode: 0o700 });
  for (const [name, hostPath] of hostPaths) {
    const link = path.join(links, name);
    if ((await readlink(link).catch(() => '')) === hostPath) continue;
    await rm(link, { force: true });
    await symlink(hostPath, link);
  }
}

/** Gives a run a link to each volume that it mounts. Throws when one was never prepared. */
export async function mountVolumes(
  mounts: readonly Mount[],
  links: string,
  folders: RunFolder,
): Promise<void> {
  if (mounts.length > 0) await mkdir(folders.mounts, { recursive: true, mode: 0o700 });
  for (const [index, { volume }] of mounts.entries()) {
    const hostPath = await readlink(path.join(links, volume)).catch(() => undefined);
    if (hostPath === undefined) throw new Error(`the volume '${volume}' is not there`);
    await rm(mountLink(folders, index), { force: true });
    await symlink(hostPath, mountLink(folders, index));
  }
}

/** Where a run finds the volume of its mount of this number. */
export function mountLink({ mounts }: RunFolder, index: number): string {
  return path.join(mounts, String(index));
}
