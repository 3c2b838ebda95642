import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { buildWithCompiler } from '../../infra/check/compiler.ts';
import { projectCopy } from './project-copy.ts';

test('a compiler on the PATH is asked: its errors count, its warnings are told', async () => {
  await using copy = await projectCopy();
  const { folder } = copy;
  const at = path.join(folder, 'infra/modules/storage.bicep');
  const lines = [
    `${at}(7,3) : Error BCP057: no such name`,
    `${at}(9,3) : Warning BCP318: maybe null`,
  ];
  const script = `#!/bin/sh\n${lines.map((line) => `echo '${line}' >&2\n`).join('')}exit 1\n`;
  writeFileSync(path.join(folder, 'bicep'), script, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  expect(buildWithCompiler(folder, env)).toEqual({
    findings: [
      { file: 'infra/modules/storage.bicep', line: 7, message: 'Error BCP057: no such name' },
    ],
    notes: ['bicep build run', lines[1]],
  });
});

test('without a compiler the check goes on, and says so', async () => {
  await using copy = await projectCopy();
  expect(buildWithCompiler(copy.folder, { PATH: copy.folder })).toEqual({
    findings: [],
    notes: ['bicep build skipped: there is no bicep on the PATH'],
  });
});
