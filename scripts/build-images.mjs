// Builds the images of images/ in the container engine of this machine, under the names that the emulator of ACI looks
// for. What is there already, and would become the same, is left alone.
//   npm run images:build
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureBaseImage } from './images/base-image.ts';
import { buildImage, imageName } from './images/build-image.ts';
import { Engine } from './images/engine.ts';

const images = fileURLToPath(new URL('../images', import.meta.url));

async function main() {
  const engine = await Engine.find();
  if (!engine) throw new Error('No container engine answers: start one, or set DOCKER_HOST.');
  await ensureBaseImage(engine, (line) => console.log(line));
  for (const image of readdirSync(images)) {
    const start = performance.now();
    const result = await buildImage(engine, path.join(images, image));
    const { sizeBytes } = await engine.image(imageName(image));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${imageName(image)}: ${result}, ${Math.round(sizeBytes / 1e6)} MB, ${seconds} s`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
