import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import vader from 'vader-sentiment';
import { compound } from '../../images/sentiment/vader.ts';
import { sotuAsJsonLines } from '../../local/demo/sotu.ts';

const direct = (text: string): number =>
  vader.SentimentIntensityAnalyzer.polarity_scores(text).compound;

test('sentences of speeches score as in the library', () => {
  const sentences = sotuAsJsonLines().split(/[.\n]/);
  const some = sentences.filter((_, index) => index % 50 === 0);
  expect(some.map(compound)).toEqual(some.map(direct));
});

const words = ['good', 'GOOD', 'Bad', 'kind', 'of', 'sort', 'but', 'BUT', 'very', 'least', 'at']
  .concat(['not', "isn't", 'never', 'so', 'this', 'the', 'bomb', 'yeah', 'right', 'FANTASTIC'])
  .concat(['__proto__', 'constructor', 'é', 'naïve', 'a', '1', '']);
const marks = ['', '', '.', ',', '!', '!!', '?!?', '...', ':)', ':D', "'", '"', '-', '_', '…'];
const token = fc
  .tuple(fc.constantFrom(...marks), fc.constantFrom(...words), fc.constantFrom(...marks))
  .map((parts) => parts.join(''));

test('any words with any punctuation score as in the library', () => {
  const text = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(' '));
  fc.assert(
    fc.property(text, (one) => {
      expect(compound(one)).toBe(direct(one));
    }),
    { numRuns: 2000 },
  );
});

test('a very long sentence with a "but" is scored in time that grows with its length', () => {
  const text = 'good words but bad ones '.repeat(40_000);
  const start = performance.now();
  expect(compound(text)).toBe(-1);
  expect(performance.now() - start).toBeLessThan(5000);
});
