/** The parts of the package that are used here; it comes without types. */
declare module 'vader-sentiment' {
  interface Scores {
    readonly neg: number;
    readonly neu: number;
    readonly pos: number;
    readonly compound: number;
  }

  interface Words {
    readonly words_and_emoticons: readonly string[];
    /** Some of the words, but not all, are in capitals. */
    readonly is_cap_diff: boolean;
  }

  export const SentimentIntensityAnalyzer: {
    polarity_scores(text: string): Scores;
    /** Adds the valence of the word at `index` to `sentiments`. */
    sentiment_valence(
      valence: number,
      words: Words,
      word: string,
      index: number,
      sentiments: number[],
    ): number[];
    score_valence(sentiments: readonly number[], text: string): Scores;
  };
}
