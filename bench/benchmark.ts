/** One number that was measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it may be. */
  readonly goal?: number;
  readonly note?: string;
}

/** Something that is measured on the real thing, and how. */
export interface Benchmark {
  readonly title: string;
  /** What was done, in a sentence or two, for the reader of the results. */
  readonly how: string;
  /** It takes so long that it is run only when it is asked for by its name. */
  readonly isOnlyByName?: boolean;
  /** `log` tells a person what is going on. */
  measure(log: (line: string) => void): Promise<readonly Figure[]>;
}

/** The smallest of the values that `share` of them do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}
