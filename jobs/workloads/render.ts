import type { WorkloadSpec } from '../job-spec.ts';
import type { RenderInput } from './render-input.ts';
import { workloadGroup } from './workload-group.ts';

/** One container for each tile of the picture, and one that puts the tiles together. */
export function renderJob(input: RenderInput): WorkloadSpec {
  const environment = {
    SCENE: input.scene,
    WIDTH: input.width,
    HEIGHT: input.height,
    SAMPLES: input.samples,
    TILES: input.tiles,
  };
  return {
    group: workloadGroup({ image: 'render', environment }),
    fanOut: {
      items: { from: 0, to: input.tiles - 1 },
      maxParallel: input.maxParallel,
      onItemFailure: 'stop',
    },
    reduce: {
      group: workloadGroup({
        image: 'render',
        command: ['node', 'main.ts', 'merge'],
        environment,
      }),
    },
  };
}
