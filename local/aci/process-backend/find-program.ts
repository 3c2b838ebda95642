import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Where the program of a command is, as its container would find it; undefined when it can not be run. `node` is this Node. */
export function findProgram(
  program: string,
  { searchPath, cwd }: { readonly searchPath: string; readonly cwd: string },
): string | undefined {
  if (program === 'node') return process.execPath;
  if (program === '') return undefined;
  const candidates = program.includes('/')
    ? [path.resolve(cwd, program)]
    : searchPath.split(':').map((folder) => path.resolve(cwd, folder, program));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
