import type { RunSpec } from '../container-groups/container-backend.ts';
import type { Engine } from './find-engine.ts';

/** Where a volume of a group is. */
export interface MountSource {
  readonly Type: 'bind' | 'volume';
  readonly Source: string;
  /** For every container, whatever it asks for. */
  readonly ReadOnly: boolean;
}

/**
 * The same for soft and hard, always: Podman 4.3 exchanges its own defaults for them, which the kernel refuses. What is
 * asked for has to be below the engine's own hard limit, which nothing tells: these are what a login shell has.
 */
export const ulimits = [
  { Name: 'nofile', Soft: 1024, Hard: 1024 },
  { Name: 'nproc', Soft: 4096, Hard: 4096 },
] as const;

/** The least that engines accept: https://docs.docker.com/engine/containers/resource_constraints/ */
const leastCpus = 0.01;
const leastMemoryBytes = 6 * 1024 * 1024;
const nanosPerCpu = 1e9;

/** Limits of a container; an engine refuses more processors than it has. Swap is none, so that the memory limit is one. */
export function limitsOf(
  { cpuLimit, memoryLimitBytes }: Pick<RunSpec, 'cpuLimit' | 'memoryLimitBytes'>,
  processors: number,
) {
  const memory = Math.max(leastMemoryBytes, Math.round(memoryLimitBytes));
  const cpus = Math.min(processors, Math.max(leastCpus, cpuLimit));
  return { NanoCpus: Math.round(cpus * nanosPerCpu), Memory: memory, MemorySwap: memory };
}

/** What every container is made with: never a restart by the engine, as the emulator has ACI's rules for it. */
export function hostConfig({ isPodman }: Pick<Engine, 'isPodman'>) {
  return {
    Ulimits: ulimits,
    // Files of this machine are mounted as they are labelled.
    SecurityOpt: ['label=disable'],
    // Enough for ACI's 4 MB also when each line is short and stands in an object of its own.
    ...(!isPodman && {
      LogConfig: { Type: 'json-file', Config: { 'max-size': '100m', 'max-file': '2' } },
    }),
  };
}

/** The command of a group takes the place of the image's entrypoint and of its arguments. */
export function commandOf(command: readonly string[]) {
  const [program, ...args] = command;
  return program === undefined ? {} : { Entrypoint: [program], Cmd: args };
}
