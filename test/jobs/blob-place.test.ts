import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blobPlaceOf } from '../../jobs/blob-place.ts';

const account = 'https://account.blob.example';

test.each([
  [`${account}/in/a/b.txt`, 'in', 'a/b.txt'],
  [`${account}/in/a%20b?snapshot=2026`, 'in', 'a b'],
  [`${account}/in/a b#c`, 'in', 'a b'],
  ['HTTPS://Account.Blob.Example:443/in/A', 'in', 'A'],
  [`${account}/in/%252e%252e/a`, 'in', '%2e%2e/a'],
])('%j is the blob %s, %s', (url, container, name) => {
  expect(blobPlaceOf(url, account)).toEqual({ container, name });
});

test('an account may be a part of the path', () => {
  const base = 'https://storage.example:10000/account';
  expect(blobPlaceOf(`${base}/in/a`, base)).toEqual({ container: 'in', name: 'a' });
  expect(blobPlaceOf('https://storage.example:10000/other/in/a', base)).toBeUndefined();
});

test.each([
  'https://evil.example/in/a',
  'https://account.blob.example.evil.example/in/a',
  'https://me@account.blob.example/in/a',
  'http://account.blob.example/in/a',
  `${account}:8443/in/a`,
  `${account}/in`,
  `${account}/in/`,
  `${account}/In/a`,
  `${account}//in/a`,
  `${account}/in/../jobs/a`,
  `${account}/in/%2e%2E/jobs/a`,
  `${account}/in/%2e%2e%2fjobs/a`,
  `${account}/in\\..\\jobs/a`,
  `${account}/in/%5c..%5cjobs`,
  `${account}/in/.\n./jobs/a`,
  `${account}/jo\tbs/a`,
  `${account}/in/.. `,
  ` ${account}/in/a`,
  `${account}/in/%E0%A4%A`,
  'in/a',
  '',
])('%j is none', (url) => {
  expect(blobPlaceOf(url, account)).toBeUndefined();
});

test('what is taken for a blob is the same blob to those who read URLs as browsers do', () => {
  const parts = [
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2F',
    '%5C',
    'in',
    'jobs',
    '?',
    '#',
    '@',
    ':',
    '\n',
    ' ',
    'a',
  ];
  const path = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(path, (words) => {
      const url = `${account}/in/${words.join('')}`;
      const place = blobPlaceOf(url, account);
      if (!place) return;
      const { origin, pathname } = new URL(url);
      expect(origin).toBe(account);
      const [, container, ...name] = pathname.split('/');
      expect({ container, name: decodeURIComponent(name.join('/')) }).toEqual(place);
    }),
    { numRuns: 5_000 },
  );
});
