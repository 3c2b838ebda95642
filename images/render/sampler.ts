const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79];
const steps = primes.map(Math.sqrt);

/**
 * Random numbers by pixel, sample and dimension alone, so that a pixel is the same in whatever tile it lies. Over a pixel's
 * samples each dimension is stratified: multiples of a prime's square root, modulo 1, from a random start.
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
    const step = steps[this.dimension++ % steps.length] ?? 0;
    // https://github.com/skeeto/hash-prospector
    let hash = this.pixel + this.dimension;
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    return (((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 + this.sample * step) % 1;
  }
}
