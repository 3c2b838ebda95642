import path from 'node:path';
import type { Clock } from '../support/clock.ts';
import { AutoBackend } from './auto-backend.ts';
import type { ContainerBackend } from './container-groups/container-backend.ts';
import { EngineBackend } from './engine-backend/engine-backend.ts';
import { findEngine } from './engine-backend/find-engine.ts';
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
  /** Folders that gitRepo volumes may be cloned from. */
  readonly gitFolders: readonly string[];
}

/** What runs the containers. Throws one line when an engine is demanded and none answers. */
export async function chooseBackend(
  choice: EngineChoice,
  options: BackendOptions,
): Promise<ContainerBackend> {
  if (choice === 'process') return processBackend(options);
  const found = await findEngine();
  if (found) {
    const engine = new EngineBackend({ ...options, engine: found });
    if (choice === 'docker') return engine;
    return new AutoBackend({ engine, processes: processBackend(options), images: options.images });
  }
  if (choice === 'docker') {
    throw new Error('no container engine answers; start Docker or Podman, or use --engine process');
  }
  console.error('aci: no container engine answers: containers run as processes, without isolation');
  return processBackend(options);
}

function processBackend({ dataFolder, gitFolders, ...options }: BackendOptions): ProcessBackend {
  const volumes = {
    folder: path.join(dataFolder, 'volumes'),
    azureFilesFolder: path.join(dataFolder, 'azure-files'),
    gitFolders,
  };
  return new ProcessBackend({ ...options, folder: path.join(dataFolder, 'containers'), volumes });
}
