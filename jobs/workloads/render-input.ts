import { z } from 'zod';

export const RenderInput = z
  .strictObject({
    scene: z.enum(['spheres']).default('spheres'),
    width: z.int().min(16).max(4096).default(480),
    height: z.int().min(16).max(4096).default(270),
    samples: z.int().min(1).max(4096).default(64),
    /** Horizontal bands that the picture is cut in, each a container group. */
    tiles: z.int().min(1).max(200).default(6),
    maxParallel: z.int().min(1).max(100).default(3),
  })
  .refine(({ tiles, height }) => tiles <= height, {
    path: ['tiles'],
    error: 'must not be more than height: a band has at least one row',
  });
export type RenderInput = z.infer<typeof RenderInput>;
