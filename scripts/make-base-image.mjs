// Makes the base of images/*/Dockerfile without a registry, and gives it the name that they ask for.
//   node scripts/bootstrap.mjs scripts/make-base-image.mjs
import process from 'node:process';
import { baseImage, makeBaseImage } from './images/base-image.ts';
import { Engine } from './images/engine.ts';

try {
  const engine = await Engine.find();
  if (!engine) throw new Error('No container engine answers: start one, or set DOCKER_HOST.');
  await makeBaseImage(engine);
  const { sizeBytes } = await engine.image(baseImage);
  console.log(`${baseImage}: ${Math.round(sizeBytes / 1e6)} MB, made of Debian's packages`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
