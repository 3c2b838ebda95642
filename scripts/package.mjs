// Makes the deployment zip: the compiled app, host.json, package.json and the production dependencies, nothing else.
//   npm run package [-- FILE]
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = path.resolve(process.argv[2] ?? path.join(root, '.local', 'durable-aci.zip'));
const stage = mkdtempSync(path.join(tmpdir(), 'durable-aci-package-'));

try {
  // From nothing: an incremental build keeps what its sources no longer have.
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  run(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.build.json'],
    root,
  );
  for (const name of ['host.json', 'package.json', 'package-lock.json', '.npmrc', 'dist'])
    cpSync(path.join(root, name), path.join(stage, name), {
      recursive: true,
      filter: (source) => !/\.(d\.ts|map)$|\.tsbuildinfo/.test(source),
    });
  run(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    stage,
  );
  const zip = zipSync(filesBelow(stage), { level: 6 });
  writeFileSync(file, zip);
  console.log(`${path.relative(process.cwd(), file)}: ${(zip.length / 1e6).toFixed(1)} MB`);
} finally {
  rmSync(stage, { recursive: true });
}

function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Every file by its path in the zip; what only a developer reads is left out. */
function filesBelow(folder) {
  const files = {};
  for (const name of readdirSync(folder, { recursive: true })) {
    const full = path.join(folder, name);
    if (!statSync(full).isFile() || /\.(d\.[cm]?ts|map|md)$/.test(name)) continue;
    files[name.split(path.sep).join('/')] = readFileSync(full);
  }
  return files;
}
