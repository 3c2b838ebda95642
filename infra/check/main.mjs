// node infra/check/main.mjs [--root DIR]
// Checks azure.yaml and infra/ without Azure; prints one line for each thing that is wrong, and then exits with 1.
// It installs its own packages once, which have no install scripts that it needs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(new URL('node_modules/.package-lock.json', import.meta.url))) {
  const args = ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'];
  console.error('Installing what infra/check/package-lock.json lists (once) ...');
  const { status } = spawnSync('npm', args, {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The packages of infra/check could not be installed.');
    process.exit(1);
  }
}

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../..', import.meta.url));
const { check } = await import('./check.mjs');
const { findings, notes } = await check(root);
for (const note of notes) console.log(note);
for (const { file, line, message } of findings) console.error(`${file}:${line} ${message}`);
console.log(findings.length === 0 ? 'infra: nothing wrong' : `infra: ${findings.length} wrong`);
process.exitCode = findings.length === 0 ? 0 : 1;
