import { setImmediate } from 'node:timers/promises';
import { PathTracer } from './path-tracer.ts';
import { Sampler } from './sampler.ts';
import type { Sphere } from './scene.ts';
import { mix, normalize, vector } from './vector.ts';

interface Rows {
  readonly spheres: readonly Sphere[];
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  /** The first row that is rendered and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly onRow: (done: number) => void;
}

const eye = vector(-0.7, 2, 8.6);
const forward = vector(0.72, -1.14, -8.1);
const right = normalize(vector(8.1, 0, 0.72));
const up = normalize(vector(-0.1, 8.18, -1.15));
const lensRadius = 0.07;
/** Half the width of the picture where it is sharp, at the end of `forward`. */
const halfWidth = 3;

/** What one path may bring at most: a single bright one among many would be a white speck. */
const limit = 8;

/** Renders rows of the picture as RGB, 8 bits each. A pixel does not depend on the rows that come with it. */
export async function renderRows(rows: Rows): Promise<Uint8Array> {
  const { spheres, width, height, samples, from, to, onRow } = rows;
  const pixels = new Uint8Array((to - from) * width * 3);
  const sampler = new Sampler();
  const tracer = new PathTracer(spheres, sampler);
  const sum = vector();
  for (let row = from, at = 0; row < to; row++) {
    for (let column = 0; column < width; column++) {
      mix(sum, 0, sum, 0);
      for (let sample = 0; sample < samples; sample++) {
        sampler.start(row * width + column, sample);
        const x = (2 * (column + sampler.next())) / width - 1;
        const y = (height - 2 * (row + sampler.next())) / width;
        aim(tracer, sampler, x * halfWidth, y * halfWidth);
        tracer.trace();
        const brightest = Math.max(tracer.light.x, tracer.light.y, tracer.light.z, limit);
        mix(sum, 1, tracer.light, limit / brightest / samples);
      }
      for (const light of [sum.x, sum.y, sum.z]) pixels[at++] = toneMap(light);
    }
    onRow(row + 1 - from);
    // Between two rows the process hears of signals, and writes its log.
    await setImmediate();
  }
  return pixels;
}

/** A ray from a random point of the lens to a point of the plane that is sharp. */
function aim({ origin, direction }: PathTracer, sampler: Sampler, x: number, y: number): void {
  const angle = 2 * Math.PI * sampler.next();
  const radius = lensRadius * Math.sqrt(sampler.next());
  mix(origin, 0, eye, 1);
  mix(origin, 1, right, radius * Math.cos(angle));
  mix(origin, 1, up, radius * Math.sin(angle));
  mix(direction, 0, eye, 1);
  mix(direction, 1, forward, 1);
  mix(direction, 1, right, x);
  mix(direction, 1, up, y);
  mix(direction, 1, origin, -1);
  normalize(direction);
}

/** Film's answer to light (https://knarkowicz.wordpress.com/2016/01/06/aces-filmic-tone-mapping-curve/), then gamma. */
function toneMap(light: number): number {
  const x = light * 0.95;
  const film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
  return Math.round(255 * Math.min(1, film) ** (1 / 2.2));
}
