import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const folders = ['jobs', 'orchestrators', 'activities', 'triggers', 'clients'];
const sources = [
  'app.ts',
  'index.ts',
  'config.ts',
  ...folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  ),
];

/** The app runs on a person's machine as it runs in Azure: nothing in it is weakened there, or knows where it is. */
const banned = {
  'a client that takes plain HTTP': /allowInsecureConnection/,
  'a client without one of its policies': /removePolicy/,
  'a certificate that is not checked': /rejectUnauthorized|NODE_TLS/,
  'a key of a storage account':
    // `storageAccountKey` is a field of ARM: the key that a group mounts a share by.
    /(?<!storage)AccountKey|SharedKey|devstoreaccount|Eby8vdM0|fromConnectionString/,
  'a switch for one place':
    /\b(local|locally|localhost|loopback|emulat\w*|azurite)\b|127\.0\.0\.1/i,
};

test.each(Object.entries(banned))('the app holds no trace of %s', (_, pattern) => {
  expect(sources.length).toBeGreaterThan(50);
  const found = sources.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});

test('only clients/azure and the composition root import SDK clients of Azure', () => {
  const importers = sources.filter((file) =>
    /from '@azure\/(?!functions')/.test(readFileSync(file, 'utf8')),
  );
  expect(importers.filter((file) => !file.startsWith('clients/azure/'))).toEqual(['app.ts']);
});
