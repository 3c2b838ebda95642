/**
 * Random numbers that depend on the pixel, the sample and the dimension alone, so that a pixel comes out the same in
 * whatever tile it lies. Over the samples of a pixel every dimension is stratified: multiples of the square root of a
 * prime, modulo 1 (Richtmyer's sequence), from a random start.
 */
export class Sampler {
  private pixel = 0;
  private sample = 0;
  private dimension = 0;

  start(pixel: number, sample: number): void {
    this.pixel = Math.imul(pixel, 0x9e3779b9);
    this.sample = sample;
    this.dimension = 0;
  }

  /** The next dimension of this sample, in [0, 1). */
  next(): number {
    const step = steps[this.dimension % steps.length] ?? 0;
    this.dimension += 1;
    return (hash(this.pixel + this.dimension) / 2 ** 32 + this.sample * step) % 1;
  }
}

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79];
const steps = primes.map(Math.sqrt);

/** https://github.com/skeeto/hash-prospector */
function hash(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
