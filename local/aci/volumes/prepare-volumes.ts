import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SharedParts } from '../container-groups/container-backend.ts';
import { isConfigMap } from '../model/config-map.ts';
import type { Volume } from '../model/volume-spec.ts';
import { cloneRepository } from './clone-repository.ts';
import { MountFailure } from './mount-failure.ts';

export interface VolumeOptions {
  /** Where groups keep their volumes; nobody else may enter it. */
  readonly folder: string;
  /** Holds a folder `{account}/{share}` for each Azure Files share that can be mounted. */
  readonly azureFilesFolder: string;
  /** The only folders that repositories are cloned from. */
  readonly gitFolders: readonly string[];
}

type PreparedVolumes =
  | {
      readonly result: 'ready';
      /** Where each volume is on this machine, by its name. */
      readonly hostPaths: ReadonlyMap<string, string>;
    }
  | { readonly result: 'mountFailed'; readonly message: string };

/**
 * Makes the folders of a group's volumes as far as they are missing. One that has changed since is made anew; one that
 * has not keeps its content, so that it outlives its containers as the group's volumes do.
 */
export async function prepareVolumes(
  { groupUid, volumes }: Pick<SharedParts, 'groupUid' | 'volumes'>,
  options: VolumeOptions,
): Promise<PreparedVolumes> {
  const group = path.join(options.folder, groupUid);
  const hostPaths = new Map<string, string>();
  try {
    for (const volume of volumes) hostPaths.set(volume.name, await prepare(volume, group, options));
    return { result: 'ready', hostPaths };
  } catch (error) {
    if (error instanceof MountFailure) return { result: 'mountFailed', message: error.message };
    throw error;
  }
}

/** Removes all that a group's volumes keep; shares are nobody's own and stay. */
export async function removeVolumes(groupUid: string, { folder }: VolumeOptions): Promise<void> {
  await rm(path.join(folder, groupUid), { recursive: true, force: true });
}

/** The groups that have volumes here. */
export async function groupsWithVolumes({ folder }: VolumeOptions): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function prepare(volume: Volume, group: string, options: VolumeOptions): Promise<string> {
  const { azureFile, secret, gitRepo } = volume;
  if (azureFile) return Promise.resolve(shareFolder(azureFile, options));
  if (isConfigMap(volume)) return changeInPlace(path.join(group, volume.name), secret ?? {});
  return makeOnce(path.join(group, folderName(volume)), async (folder) => {
    if (secret) return writeSecret(folder, secret);
    if (gitRepo) return cloneRepository(gitRepo, folder, options.gitFolders);
    await makeFolder(folder, emptyDirMode);
  });
}

/** Its containers see the new files at once: each appears whole, in the folder that is mounted. */
async function changeInPlace(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  if (!existsSync(folder)) await makeFolder(folder, secretFolderMode);
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await writeSecret(unfinished, files);
  for (const name of await readdir(folder)) {
    if (!(name in files)) await rm(path.join(folder, name), { force: true });
  }
  for (const name of Object.keys(files)) {
    await rename(path.join(unfinished, name), path.join(folder, name));
  }
  await rm(unfinished, { recursive: true, force: true });
  return folder;
}

/** Any user of any container of the group may write, as Kubernetes has it. */
const emptyDirMode = 0o777;
const secretFolderMode = 0o755;
/** For every user of the container; the folder around all volumes keeps the users of this machine out. */
const secretFileMode = 0o444;

async function writeSecret(
  folder: string,
  secret: Readonly<Record<string, string>>,
): Promise<void> {
  await makeFolder(folder, secretFolderMode);
  for (const [name, base64] of Object.entries(secret)) {
    const file = path.join(folder, name);
    await writeFile(file, Buffer.from(base64, 'base64'));
    await chmod(file, secretFileMode);
  }
}

function shareFolder(
  { storageAccountName, shareName }: NonNullable<Volume['azureFile']>,
  { azureFilesFolder }: VolumeOptions,
): string {
  const folder = path.join(azureFilesFolder, storageAccountName, shareName);
  if (!existsSync(folder)) {
    throw new MountFailure('Output: mount error(2): No such file or directory');
  }
  return folder;
}

/** A volume that is changed is another volume, as its folder's name depends on all that it is made of. */
function folderName(volume: Volume): string {
  const digest = createHash('sha256').update(JSON.stringify(volume)).digest('hex').slice(0, 16);
  return `${volume.name}.${digest}`;
}

/** The folder appears whole or not at all. */
async function makeOnce(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.part`;
  // 0700 on each folder above, so that this machine's other users can not read what is in it.
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  await rm(unfinished, { recursive: true, force: true });
  await make(unfinished);
  await rename(unfinished, folder);
  return folder;
}

/** With exactly this mode: mkdir's is cut by the umask. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  await mkdir(folder);
  await chmod(folder, mode);
}
