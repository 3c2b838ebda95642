import { expect, test } from '@jest/globals';
import { evaluate, failureOf } from './support/evaluate.ts';

const content = (contentType: string, base64: string) => ({
  '$content-type': contentType,
  $content: base64,
});

test.each([
  ["binary('hello')", content('application/octet-stream', 'aGVsbG8=')],
  ['binary(true)', content('application/octet-stream', 'VHJ1ZQ==')],
  ["binary(binary('123'))", content('application/octet-stream', 'MTIz')],
  ["dataUriToBinary('data:,a+b%20c')", content('text/plain', 'YSBiIGM=')],
  ["dataUriToBinary('data:;base64,dGVzdA==')", content('text/plain', 'dGVzdA==')],
  [
    "dataUriToBinary('DATA:TEXT/PLAIN;CHARSET=UTF-8;BASE64,dGVzdA==')",
    content('TEXT/PLAIN;CHARSET=UTF-8', 'dGVzdA=='),
  ],
  ["json(binary('[1,2]'))", [1, 2]],
  ["base64(binary('hello'))", 'aGVsbG8='],
  ["dataUri(binary('hello'))", 'data:application/octet-stream;base64,aGVsbG8='],
  ['dataUri(json(\'{"a":3}\'))', 'data:application/json;charset=utf-8;base64,eyJhIjozfQ=='],
  ["concat('<', binary('text'), '>')", '<text>'],
  ["string(dataUriToBinary('data:text/plain;charset=iso-8859-1;base64,/A=='))", 'ü'],
  ["dataUriToString('data:text/plain;charset=utf-8,%22a,%20b%22')", '"a, b"'],
  ["uriComponent('a b(c)!')", 'a%20b%28c%29%21'],
  ["uriComponentToString('a%20b+c%ZZ')", 'a b c%ZZ'],
])('%s has its value', (expression, value) => {
  expect(evaluate(`@${expression}`)).toEqual(value);
});

test.each([
  "dataUriToBinary('data:badmime;charset=utf-8,text')",
  "dataUriToBinary('data:text/plain;charset=martian,text')",
  "dataUriToBinary('data:text/plain;a=b=c,text')",
  "dataUriToBinary('data:text/plain')",
  "dataUriToString('data:;;base64,dGVzdA==')",
  "dataUriToString('data:text/plain;charset=ascii;base64,dGVzdA==')",
  "string(dataUriToBinary('data:text/plain;base64,not base64!'))",
  "string(dataUriToBinary('data:text/plain;flag,text'))",
  'binary(null)',
  'dataUri(null)',
])('%s is refused', (expression) => {
  expect(failureOf(`@${expression}`)).not.toContain('no failure');
});

test('XML is refused by name', () => {
  const xml = { '$content-type': 'application/xml;charset=utf-8', $content: 'PGEvPg==' };
  expect(failureOf("@json(parameters('xml'))", { xml })).toContain('XML is not implemented');
});
