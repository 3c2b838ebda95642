import { existsSync } from 'node:fs';
import type { RunSpec } from '../container-groups/container-backend.ts';
import { containerEnvironment, systemPath, type TrustFiles } from './container-environment.ts';
import { findProgram } from './find-program.ts';
import type { ImageMap } from './image-map.ts';
import type { RunFolder } from './run-folder.ts';

/** Where and with what the programs of a container run, its own and those that are started in it later. */
export interface RunContext {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
}

/** Throws what runc or a registry would say. */
export function runContext(
  run: RunSpec,
  {
    images,
    folders,
    trust,
  }: {
    readonly images: ImageMap;
    readonly folders: RunFolder;
    readonly trust: TrustFiles | undefined;
  },
): RunContext {
  const image = images.find(run.image);
  if (!image) throw new Error(`Failed to pull image "${run.image}"`);
  if (!existsSync(image.folder)) {
    throw startFailure(`the folder of its image is missing: ${image.folder}`);
  }
  return {
    cwd: image.folder,
    environment: containerEnvironment({ ...run, folders, trust }),
    entrypoint: image.entrypoint,
  };
}

/** A command with its program's file in place of its name. Throws as runc does when there is none. */
export function resolveCommand(
  [program = '', ...args]: readonly string[],
  { cwd, environment }: RunContext,
): readonly [file: string, ...args: string[]] {
  const file = findProgram(program, { searchPath: environment['PATH'] ?? systemPath, cwd });
  if (file === undefined) {
    throw new Error(`exec: "${program}": executable file not found in $PATH: unknown`);
  }
  return [file, ...args];
}

export function startFailure(reason: string): Error {
  return new Error(
    `Error: Failed to start container: unable to start container process: ${reason}`,
  );
}
