import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Volume } from '../../../local/aci/model/volume-spec.ts';
import {
  groupsWithVolumes,
  prepareVolumes,
  removeVolumes,
  type VolumeOptions,
} from '../../../local/aci/volumes/prepare-volumes.ts';

let folder: string;
let options: VolumeOptions;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aci-volumes-'));
  options = {
    folder: path.join(folder, 'volumes'),
    azureFilesFolder: path.join(folder, 'azure-files'),
    gitFolders: [path.join(folder, 'repositories')],
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const groupUid = 'a-group';

async function hostPath(volume: Volume): Promise<string> {
  const prepared = await prepareVolumes({ groupUid, volumes: [volume] }, options);
  return prepared.result === 'ready'
    ? (prepared.hostPaths.get(volume.name) ?? '')
    : `failed: ${prepared.message}`;
}

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

test('an empty folder can be written by any user and keeps its content until its group is removed', async () => {
  const volume = { name: 'scratch', emptyDir: {} };
  const first = await hostPath(volume);
  await writeFile(path.join(first, 'file'), 'kept');
  await expect(modeOf(first)).resolves.toBe(0o777);
  await expect(readFile(path.join(await hostPath(volume), 'file'), 'utf8')).resolves.toBe('kept');

  await removeVolumes(groupUid, options);
  await expect(groupsWithVolumes(options)).resolves.toEqual([]);
});

test('a secret is files that every user of the container reads and no other user of the machine finds', async () => {
  const secret = { token: Buffer.from('s3cret\0').toString('base64'), empty: '' };
  const at = await hostPath({ name: 'keys-', secret });
  await expect(readFile(path.join(at, 'token'), 'utf8')).resolves.toBe('s3cret\0');
  await expect(readFile(path.join(at, 'empty'), 'utf8')).resolves.toBe('');
  await expect(modeOf(path.join(at, 'token'))).resolves.toBe(0o444);
  await expect(modeOf(options.folder)).resolves.toBe(0o700);
});

test('a secret that has changed is made anew', async () => {
  await hostPath({ name: 'secret', secret: { a: 'YQ==', b: 'Yg==' } });
  const changed = await hostPath({ name: 'secret', secret: { a: 'Yg==' } });
  await expect(readdir(changed)).resolves.toEqual(['a']);
  await expect(readFile(path.join(changed, 'a'), 'utf8')).resolves.toBe('b');
});

test('a share is a folder that outlives the group, and an error of mount where it is missing', async () => {
  const volume = {
    name: 'share',
    azureFile: { shareName: 'data', storageAccountName: 'account' },
  };
  await expect(hostPath(volume)).resolves.toBe(
    'failed: Output: mount error(2): No such file or directory',
  );
  const share = path.join(options.azureFilesFolder, 'account', 'data');
  await mkdir(share, { recursive: true });
  await expect(hostPath(volume)).resolves.toBe(share);
  await removeVolumes(groupUid, options);
  await expect(modeOf(share)).resolves.toBeGreaterThan(0);
});

async function makeRepository(): Promise<void> {
  const at = path.join(folder, 'repositories', 'hello');
  await mkdir(at, { recursive: true });
  await writeFile(path.join(at, 'greeting'), 'first');
  const author = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
  const git = (...args: string[]) => execFileSync('git', ['-C', at, ...author, ...args]);
  git('init', '--quiet', '-b', 'main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  git('tag', 'v1');
  await writeFile(path.join(at, 'greeting'), 'second');
  git('commit', '--quiet', '-am', 'second');
}

test('a repository is cloned from an allowed folder, at its revision and into its directory', async () => {
  await makeRepository();
  const repository = 'https://github.com/someone/hello.git';
  const plain = await hostPath({ name: 'plain', gitRepo: { repository } });
  await expect(readFile(path.join(plain, 'hello', 'greeting'), 'utf8')).resolves.toBe('second');

  const gitRepo = { repository, revision: 'v1', directory: '.' };
  const tagged = await hostPath({ name: 'tagged', gitRepo });
  await expect(readFile(path.join(tagged, 'greeting'), 'utf8')).resolves.toBe('first');
});

test.each([
  [{ repository: 'https://github.com/someone/other' }, 'is in none of the allowed folders'],
  [{ repository: '../..' }, 'is in none of the allowed folders'],
  [{ repository: 'hello', directory: '../out' }, 'leads out of the volume'],
  [{ repository: 'hello', revision: '--orphan=x' }, 'is no revision'],
  [{ repository: 'hello', revision: 'no-such' }, 'invalid reference: no-such'],
])('the repository %j can not be mounted', async (gitRepo, message) => {
  await makeRepository();
  await expect(hostPath({ name: 'volume', gitRepo })).resolves.toContain(message);
});

test('a volume that could not be made is tried again from the start', async () => {
  const volume = { name: 'later', gitRepo: { repository: 'hello' } };
  await expect(hostPath(volume)).resolves.toMatch(/^failed/);
  await makeRepository();
  await expect(readdir(await hostPath(volume))).resolves.toEqual(['hello']);
});
