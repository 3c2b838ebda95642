// node infra/check/main.mjs [--root DIR] [--specs DIR]
// Checks azure.yaml and infra/ without Azure; prints one line for each thing that is wrong, and then exits with 1.
// It installs its own packages once, which have no install scripts that it needs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
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

const project = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    root: { type: 'string', default: project },
    // Schemas and types that are not part of the project; what needs them is skipped where they are not.
    specs: { type: 'string', default: path.join(project, '../shared/specs') },
  },
});
const { check } = await import('./check.mjs');
const { findings, notes } = await check(values.root, values.specs);
for (const note of notes) console.log(note);
for (const { file, line, message } of findings) console.error(`${file}:${line} ${message}`);
console.log(findings.length === 0 ? 'infra: nothing wrong' : `infra: ${findings.length} wrong`);
process.exitCode = findings.length === 0 ? 0 : 1;
