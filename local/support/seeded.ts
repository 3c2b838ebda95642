/** The nth of a series of numbers in [0, 1) that its seed alone decides; it can be taken up at any place. */
export function draw(seed: number, n: number): number {
  // SplitMix with 32 bits: https://doi.org/10.1145/2714064.2660195
  let x = (seed + Math.imul(n + 1, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}
