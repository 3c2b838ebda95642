// First in every command a newcomer may type: installs what the lockfile says when that is missing or stale, builds
// the app, and runs the given script on the pinned Node. It runs on whatever Node is there (20 or later), so it
// holds no syntax that an old one lacks.
//   node scripts/bootstrap.mjs [script.ts [argument...]]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = path.join(root, 'node_modules', '.durable-aci-lock');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const lockHash = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
const node = path.join(root, 'node_modules', 'node', 'bin', 'node');

function fail(message, exitCode = 1) {
  console.error(message);
  process.exit(exitCode);
}

function runOrFail(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    fail(error ? error.message : `${command} ${args.join(' ')} failed`, status ?? 1);
}

function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash) return;
  console.error('Installing what package-lock.json lists (once, about a minute) ...');
  runOrFail('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lockHash);
}

function checkNode() {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  const pinned = `v${manifest.devDependencies.node}`;
  if (stdout?.trim() === pinned) return;
  fail(
    `The pinned Node ${pinned} is not installed: run \`npm ci\` with install scripts allowed (no --ignore-scripts).`,
  );
}

install();
checkNode();
runOrFail(node, [path.join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.build.json']);

const [script, ...args] = process.argv.slice(2);
if (script) {
  const child = spawn(node, [path.join(root, script), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // The child decides how to stop; a terminal's Ctrl-C reaches it by itself.
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
