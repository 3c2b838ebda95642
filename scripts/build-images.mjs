// Builds the images of images/ in the container engine of this machine, under the names that the emulator of ACI looks
// for. What is there already, and would become the same, is left alone.
//   npm run images:build [-- --check]     --check builds nothing: it fails when an image is not there or not of today
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBaseImage } from './images/base-image.ts';
import { buildImage, imageName, isBuilt } from './images/build-image.ts';
import { Engine } from './images/engine.ts';

const root = fileURLToPath(new URL('../images', import.meta.url));
const folders = readdirSync(root)
  .map((name) => path.join(root, name))
  .filter((folder) => existsSync(path.join(folder, 'package.json')));

async function findEngine() {
  const engine = await Engine.find();
  if (engine) return engine;
  throw new Error('There is no container engine that answers (DOCKER_HOST or a usual socket).');
}

async function check(engine) {
  for (const folder of folders) {
    if (await isBuilt(engine, folder)) continue;
    const name = imageName(path.basename(folder));
    throw new Error(`There is no ${name} of today's files: npm run images:build makes it.`);
  }
}

async function build(engine) {
  await ensureBaseImage(engine, (line) => console.log(line));
  for (const folder of folders) {
    const start = performance.now();
    const isThere = await isBuilt(engine, folder);
    if (!isThere) await buildImage(engine, folder);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const name = imageName(path.basename(folder));
    const { sizeBytes } = await engine.image(name);
    const what = isThere ? 'is there' : `built in ${seconds} s`;
    console.log(`${name}: ${what}, ${Math.round(sizeBytes / 1e6)} MB`);
  }
}

try {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const engine = await findEngine();
  await (values.check ? check(engine) : build(engine)).finally(() => engine.close());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
