import path from 'node:path';
import type { Clock } from '../support/clock.ts';
import type { ContainerBackend } from './container-groups/container-backend.ts';
import type { TrustFiles } from './process-backend/container-environment.ts';
import type { ImageMap } from './process-backend/image-map.ts';
import { ProcessBackend } from './process-backend/process-backend.ts';

export type EngineChoice = 'auto' | 'docker' | 'process';

interface BackendOptions {
  readonly images: ImageMap;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly killGraceMs: number;
  readonly trust: TrustFiles;
  readonly stackPorts: readonly number[];
}

/** What runs the containers. Throws when an engine is demanded and none answers. */
export function chooseBackend(
  choice: EngineChoice,
  { dataFolder, ...options }: BackendOptions,
): Promise<ContainerBackend> {
  if (choice === 'docker') {
    return Promise.reject(new Error('no container engine answers; use --engine process'));
  }
  const folder = path.join(dataFolder, 'containers');
  const volumes = {
    folder: path.join(dataFolder, 'volumes'),
    azureFilesFolder: path.join(dataFolder, 'azure-files'),
    gitFolders: [],
  };
  return Promise.resolve(new ProcessBackend({ ...options, folder, volumes }));
}
