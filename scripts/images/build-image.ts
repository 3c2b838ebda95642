import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { baseImage } from './base-image.ts';
import type { Engine } from './engine.ts';

/** Says in an image of what it was built. */
const builtFrom = 'durable-aci.built-from';

/** The name that the emulator looks for: the prefix is what the stack sets as IMAGE_PREFIX. */
export const imageName = (image: string): string => `durable-aci/${image}:latest`;

/** Whether the engine has the image of a folder as it would be built now. */
export async function isBuilt(engine: Engine, folder: string): Promise<boolean> {
  const image = await engine.image(imageName(path.basename(folder)));
  return image?.labels[builtFrom] === (await originOf(engine, folder));
}

/** What the image of a folder is made of, in few letters: its files, and the base that the engine has. */
async function originOf(engine: Engine, folder: string): Promise<string> {
  const hash = createHash('sha256').update((await engine.image(baseImage))?.id ?? '');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    if (name.startsWith('node_modules') || !statSync(file).isFile()) continue;
    hash.update(`${name}\n`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Builds the image of a folder; the one that had its name is removed. Throws the end of what the build said. */
export async function buildImage(engine: Engine, folder: string): Promise<void> {
  const name = imageName(path.basename(folder));
  const old = await engine.image(name);
  const origin = await originOf(engine, folder);
  const context = contextWithPackages(folder);
  try {
    const tar = execFileSync('tar', ['-c', '.'], { cwd: context, maxBuffer: 2 ** 30 });
    const labels = JSON.stringify({ [builtFrom]: origin });
    // `layers` is Podman's: no image is kept of each step, as none would be found again (a filled cache is never equal).
    const query = { t: name, rm: '1', forcerm: '1', layers: '0', labels };
    await engine.follow('/build', query, Readable.from([tar]));
  } finally {
    rmSync(context, { recursive: true });
  }
  if (old) await removeUnnamed(engine, old.id);
}

/** Removes an image that no name leads to any more; it stays as long as containers use it. */
async function removeUnnamed(engine: Engine, id: string): Promise<void> {
  const image = await engine.image(id);
  if (image?.names.length !== 0) return;
  await engine.removeImage(id);
}

/**
 * The folder, with a filled npm cache: it is this machine's npm that downloads, as it is set up here (a mirror, a proxy,
 * certificates, credentials), and none of that gets into the build. `npm ci` in the Dockerfile then finds all in the
 * cache; without one, it downloads by itself: the Dockerfile is the same.
 */
function contextWithPackages(folder: string): string {
  const context = mkdtempSync(path.join(tmpdir(), 'durable-aci-build-'));
  const scratch = mkdtempSync(path.join(tmpdir(), 'durable-aci-packages-'));
  try {
    const notDownloaded = (source: string): boolean => path.basename(source) !== 'node_modules';
    cpSync(folder, context, { recursive: true, filter: notDownloaded });
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(path.join(folder, name), path.join(scratch, name));
    const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    const cache = path.join(context, '.npm');
    npm(['ci', ...options, '--loglevel=error', `--cache=${cache}`], scratch);
    rmSync(path.join(cache, '_logs'), { recursive: true, force: true });
    const registry = npm(['config', 'get', 'registry', '--loglevel=error'], scratch).trim();
    // The address is what the cache finds packages by; the cache itself lands in the folder of the build's first stage.
    const settings = `registry=${registry}\nprefer-offline=true\ncache=.\n`;
    appendFileSync(path.join(context, '.npmrc'), settings);
    return context;
  } catch (error) {
    rmSync(context, { recursive: true });
    throw error;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
}
