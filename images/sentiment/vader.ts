import vader from 'vader-sentiment';

const { SentimentIntensityAnalyzer: analyzer } = vader;

/**
 * VADER's compound score of a sentence, -1 to 1: the number that `polarity_scores` of the library gives. That function
 * spends nine tenths of its time on a table of each word with each punctuation mark, 34 entries a word, to strip a mark
 * from either end of a word; here the mark is looked at instead. What a word is worth stays the library's.
 */
export function compound(sentence: string): number {
  const words = sentence
    .split(/\s/)
    .filter((word) => word.length > 1)
    .map(strip);
  const capitals = words.filter(isInCapitals).length;
  const given = {
    words_and_emoticons: words,
    is_cap_diff: capitals > 0 && capitals < words.length,
  };
  const sentiments: number[] = [];
  for (const [index, word] of words.entries()) {
    if (isKindOf(word, words[index + 1])) sentiments.push(0);
    else analyzer.sentiment_valence(0, given, word, index, sentiments);
  }
  const weighed = weighBut(words, sentiments);
  return analyzer.score_valence(weighed, sentence).compound;
}

const punctuation = /[!"#$%&'()*+,-./:;<=>?@[\\\]^_`{|}~]/g;
const marks = new Set(
  ['.', '!', '?', ',', ';', ':', '-', "'", '"', '!!', '!!!', '??', '???', '?!?', '!?!'].concat([
    '?!?!',
    '!?!?',
  ]),
);

/** The word without the mark at one end of it; any other punctuation stays, for it may be an emoticon. */
function strip(word: string): string {
  const bare = word.replace(punctuation, '');
  if (bare.length < 2 || bare.length === word.length) return word;
  const mark = word.startsWith(bare) ? word.slice(bare.length) : word.slice(0, -bare.length);
  return marks.has(mark) && (word.startsWith(bare) || word.endsWith(bare)) ? bare : word;
}

const isInCapitals = (word: string): boolean => /[A-Z]/.test(word) && !/[a-z]/.test(word);

/** "kind of" weakens what follows and is worth nothing itself. */
const isKindOf = (word: string, next: string | undefined): boolean =>
  word.toLowerCase() === 'kind' && next?.toLowerCase() === 'of';

/** What stands before a "but" counts half, what follows it half more. */
function weighBut(words: readonly string[], sentiments: readonly number[]): readonly number[] {
  const but = words.includes('but') ? words.indexOf('but') : words.indexOf('BUT');
  if (but === -1) return sentiments;
  return sentiments.map((value, index) =>
    index === but ? value : value * (index < but ? 0.5 : 1.5),
  );
}
