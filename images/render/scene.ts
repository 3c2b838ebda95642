import { dot, normalize, vector, type Vector } from './vector.ts';

interface Material {
  readonly kind: 'coated' | 'metal' | 'glass';
  readonly colour: Vector;
  /** How far a reflection is spread: 0 is a mirror. */
  readonly roughness: number;
}

export interface Sphere {
  readonly centre: Vector;
  readonly radius: number;
  readonly material: Material;
}

const coated = (colour: Vector): Material => ({ kind: 'coated', colour, roughness: 0 });
const coral = coated(vector(0.86, 0.16, 0.1));
const gold: Material = { kind: 'metal', colour: vector(1, 0.72, 0.33), roughness: 0.08 };
const chrome: Material = { kind: 'metal', colour: vector(0.9, 0.92, 0.95), roughness: 0 };
const glass: Material = { kind: 'glass', colour: vector(0.97, 0.99, 1), roughness: 0 };
const [teal, cream, amber, blue] = [
  coated(vector(0.02, 0.32, 0.36)),
  coated(vector(0.88, 0.8, 0.66)),
  coated(vector(0.95, 0.5, 0.04)),
  coated(vector(0.04, 0.09, 0.34)),
];
const palette = [coral, teal, gold, cream, glass, amber, chrome, blue];

/** What the plane y = 0 is made of, in every scene. */
export const ground: Material = { ...coated(vector(0.2, 0.19, 0.22)), roughness: 0.04 };

/** Three large spheres, and small ones strewn around them along a sunflower's spiral. */
function spheres(): readonly Sphere[] {
  const all: Sphere[] = [];
  const add = (x: number, z: number, radius: number, material: Material): void => {
    const away = (s: Sphere): number => Math.hypot(x - s.centre.x, z - s.centre.z);
    if (all.some((s) => away(s) < 1.1 * (radius + s.radius))) return;
    all.push({ centre: vector(x, radius, z), radius, material });
  };
  add(0, 0, 1, glass);
  add(-2.2, -1.1, 0.9, gold);
  add(2.2, -1.3, 0.9, coral);
  for (let i = 0; i < 64; i++) {
    const away = 1.1 + 0.5 * Math.sqrt(i);
    const [x, z] = [1.2 * away * Math.cos(i * 2.399963), away * Math.sin(i * 2.399963) - 0.6];
    add(x, z, 0.15 + 0.17 * ((i * 0.618034) % 1), palette[all.length % palette.length] ?? glass);
  }
  return all;
}

export const scenes = { spheres };

/** A broad sun, its radius in radians: soft shadows and large highlights. */
export const sun = {
  direction: normalize(vector(-0.7, 0.55, 0.45)),
  radius: 0.12,
  colour: vector(95, 66, 40),
};

/** The colour of an evening sky: apricot along the horizon, dusky blue above, warmer towards the sun. */
export function setSky(out: Vector, direction: Vector): void {
  const glow = Math.exp(-9 * Math.abs(direction.y));
  const warm = 0.2 * Math.max(0, dot(direction, sun.direction)) ** 3;
  out.x = 0.08 + 0.75 * glow * glow + 0.2 * glow + warm;
  out.y = 0.12 + 0.3 * glow * glow + 0.1 * glow + 0.7 * warm;
  out.z = 0.24 + 0.06 * glow * glow + 0.08 * glow + 0.4 * warm;
}
