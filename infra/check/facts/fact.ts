import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../finding.ts';

/** Compares what is deployed with what the app is: one source of truth may lie on either side. */
export type Fact = (root: string) => Finding[];

export const textAt = (root: string, file: string): string =>
  readFileSync(path.join(root, file), 'utf8');

/** With or without comments. */
export function jsonAt(root: string, file: string): unknown {
  return JSON.parse(textAt(root, file).replace(/^\s*\/\/.*$/gm, ''));
}

/** One finding for each name that is on one side only. */
export function differences(options: {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  /** Where the others are. */
  readonly source: string;
  readonly here: readonly string[];
  readonly there: readonly string[];
}): Finding[] {
  const { file, line, what, source, here, there } = options;
  const missing = there.filter((name) => !here.includes(name));
  const surplus = here.filter((name) => !there.includes(name));
  return [
    ...missing.map((name) => ({ file, line, message: `${what} ${name} of ${source} is not here` })),
    ...surplus.map((name) => ({ file, line, message: `${what} ${name} is not in ${source}` })),
  ];
}
