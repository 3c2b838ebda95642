import type { Sampler } from './sampler.ts';
import { ground, setSky, sun, type Sphere } from './scene.ts';
import { dot, mix, normalize, tint, vector, type Vector } from './vector.ts';

const white = vector(1, 1, 1);
const up = vector(0, 1, 0);

/** Follows one path of light backwards, from `origin` along `direction`, and leaves what comes along it in `light`. */
export class PathTracer {
  readonly origin = vector();
  readonly direction = vector();
  readonly light = vector();
  private readonly spheres: readonly Sphere[];
  private readonly sampler: Sampler;
  /** The share of the light at the end of the path so far that arrives at its start. */
  private readonly weight = vector();
  private readonly normal = vector();
  private readonly toSun = vector();
  private readonly scratch = vector();
  /** How much the mirrors so far blur what is seen in them; a matt surface does so wholly. */
  private blur = 0;
  /** 1 as long as there was only glass; at any other surface the sun has been counted already. */
  private sunSeen = 1;

  constructor(spheres: readonly Sphere[], sampler: Sampler) {
    this.spheres = spheres;
    this.sampler = sampler;
  }

  trace(): void {
    const { light, weight, origin, direction, normal, scratch } = this;
    mix(light, 0, white, 0);
    mix(weight, 0, white, 1);
    this.blur = 0;
    this.sunSeen = 1;
    for (let bounce = 0; bounce < 8; bounce++) {
      let nearest = direction.y < 0 && origin.y > 0 ? -origin.y / direction.y : Infinity;
      let struck: Sphere | undefined;
      for (const sphere of this.spheres) {
        const distance = distanceTo(sphere, origin, direction);
        if (distance >= nearest) continue;
        nearest = distance;
        struck = sphere;
      }
      if (nearest === Infinity) {
        setSky(scratch, direction);
        mix(scratch, 1, sun.colour, this.sunSeen * sunAt(direction, 0));
        tint(scratch, weight);
        mix(light, 1, scratch, 1);
        return;
      }
      mix(origin, 1, direction, nearest);
      mix(normal, 0, struck ? origin : up, 1);
      if (struck) mix(normal, 1 / struck.radius, struck.centre, -1 / struck.radius);
      this.scatter(struck);
      mix(origin, 1, direction, 1e-4);
    }
  }

  /** Adds what the sun gives here, and turns the path: mirrored, through glass, or anywhere. */
  private scatter(struck: Sphere | undefined): void {
    const { weight, direction, normal } = this;
    const { kind, colour, roughness } = struck?.material ?? ground;
    const facing = -dot(direction, normal);
    const mirrored = kind === 'metal' ? 1 : mirroredShare(facing);
    if (kind !== 'coated') tint(weight, colour);
    if (facing > 0) this.addSun(colour, kind === 'coated' ? 1 - mirrored : 0, mirrored, roughness);
    const turned = this.sampler.next() < mirrored ? 'mirrored' : kind;
    if (turned === 'glass') {
      const ratio = facing > 0 ? 1 / 1.5 : 1.5;
      const along = Math.sqrt(1 - ratio * ratio * (1 - facing * facing));
      mix(direction, ratio, normal, ratio * facing - Math.sign(facing) * along);
      return;
    }
    if (facing > 0) this.sunSeen = 0;
    mix(direction, 1, normal, 2 * facing);
    if (turned === 'coated') {
      tint(weight, colour);
      this.blur = 1e6;
      this.aimNear(direction, normal, 1);
    } else if (roughness > 0) {
      this.blur += roughness;
      this.aimNear(direction, direction, roughness);
      mix(direction, 1, normal, -2 * Math.min(0, dot(direction, normal)));
    }
  }

  /** The sun's light on a surface, matt and mirrored, by one ray to a random point of it. */
  private addSun(colour: Vector, matt: number, mirrored: number, roughness: number): void {
    const { normal, direction, scratch, toSun, origin } = this;
    mix(toSun, 0, direction, 1);
    mix(toSun, 1, normal, -2 * dot(direction, normal));
    const glint = mirrored * sunAt(toSun, this.blur + roughness);
    this.aimNear(toSun, sun.direction, sun.radius);
    const facing = dot(toSun, normal);
    const diffuse = matt * sun.radius ** 2 * facing;
    if (facing <= 0 || diffuse + glint === 0) return;
    mix(scratch, 0, white, glint);
    mix(scratch, 1, colour, diffuse);
    tint(scratch, sun.colour);
    tint(scratch, this.weight);
    mix(origin, 1, normal, 1e-4);
    let passes = 1;
    for (const sphere of this.spheres) {
      if (distanceTo(sphere, origin, toSun) === Infinity) continue;
      passes *= sphere.material.kind === 'glass' ? 0.7 : 0;
    }
    mix(this.light, 1, scratch, passes);
  }

  /** Points `out` at a random point of the sphere of this radius around the end of `axis`. */
  private aimNear(out: Vector, axis: Vector, radius: number): void {
    const angle = 2 * Math.PI * this.sampler.next();
    const height = 2 * this.sampler.next() - 1;
    const across = radius * Math.sqrt(1 - height * height);
    out.x = axis.x + across * Math.cos(angle);
    out.y = axis.y + across * Math.sin(angle);
    out.z = axis.z + radius * height;
    normalize(out);
  }
}

/** Where a ray meets a sphere, infinity when it does not. */
function distanceTo({ centre, radius }: Sphere, from: Vector, direction: Vector): number {
  const x = centre.x - from.x;
  const y = centre.y - from.y;
  const z = centre.z - from.z;
  const along = x * direction.x + y * direction.y + z * direction.z;
  const inside = radius * radius - (x * x + y * y + z * z);
  const root = along * along + inside;
  if (root <= 0 || (along <= 0 && inside <= 0)) return Infinity;
  return inside < 0 ? along - Math.sqrt(root) : along + Math.sqrt(root);
}

/** Fresnel's law, for glass and clear coats (https://en.wikipedia.org/wiki/Schlick%27s_approximation). */
function mirroredShare(facing: number): number {
  const outside = facing > 0 ? facing : Math.sqrt(Math.max(0, 1 - 2.25 * (1 - facing * facing)));
  return 0.04 + 0.96 * (1 - outside) ** 5;
}

/** How much of the sun stands in a direction, seen blurred. */
function sunAt(direction: Vector, blur: number): number {
  const edge = blur + 0.01;
  const inside = sun.radius + edge - Math.acos(Math.min(1, dot(direction, sun.direction)));
  const part = Math.min(1, Math.max(0, inside / (2 * edge)));
  return (part * part * (3 - 2 * part)) / (1 + (edge / sun.radius) ** 2);
}
