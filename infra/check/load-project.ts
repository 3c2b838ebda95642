import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bicepFile, type BicepFile } from './bicep/bicep-file.ts';
import type { Parse } from './bicep/syntax.ts';

/** The text of a file below the root; undefined when there is none. */
export function readerOf(root: string): (file: string) => string | undefined {
  return (file) => {
    const full = path.join(root, file);
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  };
}

/** Every Bicep file below infra/, by its path below the root. */
export function bicepFilesOf(root: string, parse: Parse): Map<string, BicepFile> {
  const names = readdirSync(path.join(root, 'infra'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join('infra', ...name.split(path.sep)))
    .filter((name) => name.endsWith('.bicep') && !name.includes('/node_modules/'))
    .sort();
  return new Map(
    names.map((name) => [
      name,
      bicepFile(name, parse(readFileSync(path.join(root, name), 'utf8'))),
    ]),
  );
}
