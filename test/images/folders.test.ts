import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { baseImage } from '../../scripts/images/base-image.ts';

const root = path.join(__dirname, '../..');
const images = readdirSync(path.join(root, 'images')).filter((image) =>
  existsSync(path.join(root, 'images', image, 'package.json')),
);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { version?: string; integrity?: string }>>;
}

test.each(images)('%s asks for the exact versions that the project is tested with', (image) => {
  const project = JSON.parse(read('package.json')) as Manifest;
  const { dependencies = {} } = JSON.parse(read(`images/${image}/package.json`)) as Manifest;
  for (const [name, version] of Object.entries(dependencies)) {
    expect([name, version]).toEqual([name, project.devDependencies[name]]);
  }
});

test.each(images)('%s locks each package, and what that needs, as the project does', (image) => {
  const project = JSON.parse(read('package-lock.json')) as Lock;
  const { '': self, ...packages } = (JSON.parse(read(`images/${image}/package-lock.json`)) as Lock)
    .packages;
  const { dependencies } = JSON.parse(read(`images/${image}/package.json`)) as Manifest;
  expect(self).toMatchObject({ dependencies });
  for (const [name, { version, integrity }] of Object.entries(packages)) {
    expect(project.packages[name]).toMatchObject({ version, integrity });
  }
});

test.each(images)('%s is built in stages, for the pinned Node, and runs without root', (image) => {
  const dockerfile = read(`images/${image}/Dockerfile`);
  expect(read('.nvmrc')).toMatch(/^24\b/);
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(bases).toEqual([baseImage, baseImage]);
  expect(baseImage).toMatch(/^node:24-/);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toContain('npm ci --omit=dev');
});

test.each(images)('%s knows nothing of where it runs', (image) => {
  const folder = path.join(root, 'images', image);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    expect(text).not.toMatch(/azurite|emulat|localhost|127\.0\.0\.1|rejectUnauthorized/i);
  }
});
