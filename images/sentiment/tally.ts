/** Scores of sentences, summed up. */
export interface Summary {
  readonly sentences: number;
  readonly meanCompound: number;
  /** Shares of the sentences, which sum up to 1. */
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

/** Counts sentences by their compound scores; 0.05 is where VADER's authors say that a sentiment begins. */
export class Tally {
  private sentences = 0;
  private sum = 0;
  private negative = 0;
  private positive = 0;

  add(compound: number): void {
    this.sentences += 1;
    this.sum += compound;
    if (compound <= -0.05) this.negative += 1;
    if (compound >= 0.05) this.positive += 1;
  }

  merge(other: Tally): void {
    this.sentences += other.sentences;
    this.sum += other.sum;
    this.negative += other.negative;
    this.positive += other.positive;
  }

  /** Rounded to 4 decimals; all 0 when there are no sentences. */
  summary(): Summary {
    const { sentences, sum, negative, positive } = this;
    const share = (part: number): number => Math.round((part / Math.max(1, sentences)) * 1e4) / 1e4;
    return {
      sentences,
      meanCompound: share(sum),
      negative: share(negative),
      neutral: share(sentences - negative - positive),
      positive: share(positive),
    };
  }
}
