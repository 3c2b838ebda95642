/** A point, a direction or a colour. It is changed in place: the hot loop allocates nothing. */
export interface Vector {
  x: number;
  y: number;
  z: number;
}

export const vector = (x = 0, y = 0, z = 0): Vector => ({ x, y, z });

export const dot = (a: Vector, b: Vector): number => a.x * b.x + a.y * b.y + a.z * b.z;

/** out = out * keep + add * times */
export function mix(out: Vector, keep: number, add: Vector, times: number): void {
  out.x = out.x * keep + add.x * times;
  out.y = out.y * keep + add.y * times;
  out.z = out.z * keep + add.z * times;
}

export function tint(out: Vector, colour: Vector): void {
  out.x *= colour.x;
  out.y *= colour.y;
  out.z *= colour.z;
}

export function normalize(out: Vector): Vector {
  mix(out, 1 / Math.sqrt(dot(out, out)), out, 0);
  return out;
}
