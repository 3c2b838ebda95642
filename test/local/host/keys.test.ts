import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureKeys, isKey } from '../../../local/host/keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder('keys');
  file = path.join(folder, 'data', 'keys.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the keys', () => {
  test('are made once and kept where only their owner can read them', async () => {
    const keys = await ensureKeys(file, ['start']);
    expect(await ensureKeys(file, ['start'])).toEqual(keys);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('are all different', async () => {
    const { masterKey, functionKey, systemKey, functions } = await ensureKeys(file, ['a', 'b']);
    const all = [masterKey, functionKey, systemKey, ...Object.values(functions)];
    expect(new Set(all).size).toBe(5);
  });

  test('of functions that come later are added to those that are there', async () => {
    const before = await ensureKeys(file, ['a']);
    const after = await ensureKeys(file, ['a', 'b']);
    expect(after).toEqual({
      ...before,
      functions: { ...before.functions, b: after.functions['b'] },
    });
  });

  test('in a file that is damaged stop the start and leave the file alone', async () => {
    await ensureKeys(file, []);
    await writeFile(file, '{"masterKey":');
    await expect(ensureKeys(file, [])).rejects.toThrow(/keys.json does not hold keys/);
    expect(await readFile(file, 'utf8')).toBe('{"masterKey":');
  });
});

test.each([
  ['right', 'abc', ['xyz', 'abc'], true],
  ['wrong', 'abd', ['xyz', 'abc'], false],
  ['of another length', 'ab', ['abc'], false],
  ['missing', undefined, ['abc'], false],
  ['empty', '', ['', undefined], false],
])('a key that is %s', (_, given, accepted, expected) => {
  expect(isKey(given, accepted)).toBe(expected);
});
