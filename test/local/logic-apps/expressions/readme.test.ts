import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { notImplemented } from '../../../../local/logic-apps/expressions/functions/not-implemented.ts';
import { functions } from '../../../../local/logic-apps/expressions/functions/registry.ts';

const readme = readFileSync(
  path.join(__dirname, '../../../../local/logic-apps/expressions/README.md'),
  'utf8',
);

function namesIn(row: string): readonly string[] {
  const line = readme.split('\n').find((text) => text.startsWith(`| ${row} `)) ?? '';
  return Array.from(line.matchAll(/`(\w+)`/g), ([, name = '']) => name);
}

test('the README lists the functions of each group', () => {
  for (const group of new Set(functions.map((entry) => entry.group))) {
    const names = functions.filter((entry) => entry.group === group).map(({ name }) => name);
    expect(namesIn(group)).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
  }
});

test('the README lists what is not implemented', () => {
  const rows = ['dates', 'XML', 'URIs', 'objects', 'Standard workflows only'].flatMap(namesIn);
  expect(new Set(rows)).toEqual(new Set([...notImplemented, 'json']));
});
