import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A shared access policy of the namespace; it has all rights. */
export interface AccessKey {
  readonly name: string;
  readonly key: string;
}

const keyName = 'RootManageSharedAccessKey';

/** The key kept in the data folder, for its owner only; a new folder gets a random one. */
export async function ensureAccessKey(dataFolder: string): Promise<AccessKey> {
  const file = path.join(dataFolder, 'access-key');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.trim() !== '') return { name: keyName, key: kept.trim() };
  const key = randomBytes(32).toString('base64');
  await mkdir(dataFolder, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return { name: keyName, key };
}
