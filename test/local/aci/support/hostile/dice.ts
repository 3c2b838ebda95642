import { draw } from '../../../../../local/support/seeded.ts';

/** Chance that can be had again: the same seed gives the same throws. */
export class Dice {
  private readonly seed: number;
  private throws = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** A whole number from 0 to below `sides`. */
  below(sides: number): number {
    this.throws += 1;
    return Math.floor(draw(this.seed, this.throws) * sides);
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('there is nothing to pick from');
    return choice;
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
