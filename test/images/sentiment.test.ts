import { expect, test } from '@jest/globals';
import vader from 'vader-sentiment';
import { sotuAsJsonLines } from '../../local/demo/sotu.ts';
import { BlobServer } from './blob-server.ts';
import { runImage, type Run } from './run-image.ts';

const oneLine = '{"id":"a","text":"This is good."}\n';

/** Runs the image on one blob; its results go below `out/`. */
function analyze(store: BlobServer, input: string | Buffer): Promise<Run> {
  store.blobs.set('reviews/in.jsonl', Buffer.from(input));
  return runImage('sentiment', {
    INPUT_URL: store.url('reviews/in.jsonl'),
    OUTPUT_URL: store.url('out/'),
  });
}

/** The library itself, sentence by sentence. */
function scoresOf(text: string): number[] {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text);
  const sentences = Array.from(segments, ({ segment }) => segment.trim());
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => vader.SentimentIntensityAnalyzer.polarity_scores(sentence).compound);
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

test.each(['1790-george-washington-1', '1862-abraham-lincoln-2', '1961-john-f-kennedy-1'])(
  'the scores of %s are those of a direct call of the library',
  async (id) => {
    await using store = await new BlobServer().start();
    const line = sotuAsJsonLines()
      .split('\n')
      .find((one) => one.includes(id));
    const { text, year } = JSON.parse(line ?? '') as { text: string; year: number };
    expect(await analyze(store, line ?? '')).toMatchObject({ exitCode: 0, stderr: '' });

    const scores = scoresOf(text);
    const share = (which: (score: number) => boolean): number =>
      rounded(scores.filter(which).length / scores.length);
    const summary = {
      sentences: scores.length,
      meanCompound: rounded(scores.reduce((sum, score) => sum + score, 0) / scores.length),
      negative: share((score) => score <= -0.05),
      neutral: share((score) => score > -0.05 && score < 0.05),
      positive: share((score) => score >= 0.05),
    };
    expect(store.json('out/sentiment.json')).toEqual({
      documents: [{ id, year, ...summary }],
      decades: [{ decade: year - (year % 10), documents: 1, ...summary }],
      totals: { documents: 1, ...summary },
    });
    expect(store.json('out/result.json')).toMatchObject({ documents: 1, ...summary });
  },
);

test('decades are in order, and a document without a year counts only in the totals', async () => {
  await using store = await new BlobServer().start();
  const years = ['"year":2009,', '"year":1799,', '"year":2000,', ''];
  const lines = years.map((year, id) => `{${year}"id":${id},"text":"Good. Bad!"}`);
  expect((await analyze(store, lines.join('\r\n'))).exitCode).toBe(0);
  expect(store.json('out/sentiment.json')).toMatchObject({
    documents: [{ id: 0, year: 2009 }, { id: 1 }, { id: 2 }, { id: 3, sentences: 2 }],
    decades: [
      { decade: 1790, documents: 1 },
      { decade: 2000, documents: 2, sentences: 4, negative: 0.5, neutral: 0, positive: 0.5 },
    ],
    totals: { documents: 4, sentences: 8 },
  });
});

test('every line that cannot be read is named, and nothing is written', async () => {
  await using store = await new BlobServer().start();
  const bad = ['{"id":1}', 'null', '{"id":{},"text":""}', '{"id":1,"text":"x","year":"1"}', '{'];
  const { exitCode, stderr } = await analyze(store, [oneLine.trim(), '', ...bad, ''].join('\n'));
  expect(exitCode).toBe(65);
  expect(stderr).toBe(
    'The input cannot be read: line 3: "text" must be a text; line 4: not a JSON object; ' +
      'line 5: "id" must be a text or a number; line 6: "year" must be a whole number from 0 to 9999; ' +
      'line 7: not JSON\n',
  );
  expect([...store.blobs.keys()]).toEqual(['reviews/in.jsonl']);
});

test('of more than 20 lines that cannot be read the others are counted', async () => {
  await using store = await new BlobServer().start();
  const { exitCode, stderr } = await analyze(store, oneLine + 'no\n'.repeat(1000));
  expect(exitCode).toBe(65);
  expect(stderr).toMatch(/line 2: not JSON; .*; line 21: not JSON; and 980 more\n$/);
});

test('a line that is too long or not UTF-8 is named', async () => {
  await using store = await new BlobServer().start();
  const long = Buffer.alloc(20_000_000, 'x');
  const notUtf8 = Buffer.from('\n{"id":1,"text":"\xff"}\n', 'latin1');
  const { exitCode, stderr } = await analyze(store, Buffer.concat([long, notUtf8]));
  expect(exitCode).toBe(65);
  expect(stderr).toContain('line 1: longer than 8388608 bytes; line 2: not UTF-8\n');
});

test.each(['', '\n \n'])(
  'an input without documents (%j) ends with exit code 65',
  async (input) => {
    await using store = await new BlobServer().start();
    const { exitCode, stderr } = await analyze(store, input);
    expect(exitCode).toBe(65);
    expect(stderr).toBe('The input holds no documents\n');
    expect([...store.blobs.keys()]).toEqual(['reviews/in.jsonl']);
  },
);

test('every variable that is missing is named, with exit code 64', async () => {
  const { exitCode, stderr } = await runImage('sentiment', { INPUT_URL: 'nowhere' });
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(/^INPUT_URL .+; OUTPUT_URL .+\n$/);
});

test.each([403, 404])('an input that answers %i ends with exit code 66', async (status) => {
  await using store = await new BlobServer().start();
  store.faults.push(status);
  const { exitCode, stdout, stderr } = await analyze(store, oneLine);
  expect(exitCode).toBe(66);
  expect(stderr).toBe(`Cannot read the input: the store answered ${status}\n`);
  expect(stdout + stderr).not.toContain('TOPSECRET');
});

test('a refused write ends with exit code 74', async () => {
  await using store = await new BlobServer().start();
  store.faults.push({ breakAfter: Infinity }, 403);
  const { exitCode, stderr } = await analyze(store, oneLine);
  expect(exitCode).toBe(74);
  expect(stderr).toBe('Cannot write sentiment.json: the store answered 403\n');
});

test('a busy store and lost connections are tried again', async () => {
  await using store = await new BlobServer().start();
  store.faults.push(429, 'reset', { breakAfter: Infinity }, 500);
  const { exitCode, stdout } = await analyze(store, oneLine);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('the store answered 429, attempt 1 of 6');
  expect(store.json('out/sentiment.json')).toMatchObject({ totals: { documents: 1 } });
});

test('a download that breaks off goes on where it stopped, of the same version', async () => {
  await using store = await new BlobServer().start();
  const lines = Array.from({ length: 500 }, (_, id) => `{"id":${id},"text":"Naïve – good."}\n`);
  const whole = lines.join('');
  store.faults.push({ breakAfter: 1001 }, { breakAfter: 5000 });
  expect((await analyze(store, whole)).exitCode).toBe(0);
  const { documents } = store.json('out/sentiment.json') as { documents: { id: number }[] };
  expect(documents.map(({ id }) => id)).toEqual(lines.map((_, id) => id));
  const reads = store.seen.filter(({ method }) => method === 'GET');
  expect(reads.map(({ headers }) => headers.range)).toEqual([
    undefined,
    'bytes=1001-',
    'bytes=6001-',
  ]);
  expect(reads.at(-1)?.headers['if-match']).toBe('"1"');
});

test('an input that is replaced in the middle of the download ends with exit code 66', async () => {
  await using store = await new BlobServer().start();
  store.faults.push({ breakAfter: 100 });
  const replaced = analyze(store, oneLine.repeat(100));
  while (store.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  store.etag = '"2"';
  const { exitCode, stderr } = await replaced;
  expect(exitCode).toBe(66);
  expect(stderr).toBe('Cannot read the input: the store answered 412\n');
});

test('300 MB run with the memory of a few', async () => {
  await using store = await new BlobServer().start();
  const padding = 'x'.repeat(64 * 1024);
  const line = Buffer.from(`{"id":"a","padding":"${padding}","text":"Good. Bad!"}\n`);
  const count = Math.ceil(300e6 / line.length);
  const chunks = (): Iterable<Buffer> => Array.from({ length: count }, () => line);
  store.blobs.set('big.jsonl', { length: count * line.length, chunks });
  const { exitCode, peakMB } = await runImage('sentiment', {
    INPUT_URL: store.url('big.jsonl'),
    OUTPUT_URL: store.url('out'),
  });
  expect(exitCode).toBe(0);
  expect(store.json('out/result.json')).toMatchObject({ documents: count, sentences: 2 * count });
  expect(peakMB).toBeLessThan(250);
});
