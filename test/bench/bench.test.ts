import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { percentile } from '../../bench/benchmark.ts';

test('a percentile is the smallest value that so many do not exceed', () => {
  const values = Array.from({ length: 20 }, (_, n) => 20 - n);
  expect(percentile(values, 0.5)).toBe(10);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile([7], 0.95)).toBe(7);
});

test('a benchmark that does not exist is refused, and those that do are named', () => {
  const main = path.join(__dirname, '../../bench/main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main, 'speed'], { encoding: 'utf8' });
  expect(status).toBe(64);
  expect(stderr).toContain('There is no speed; there are start-to-ready, exit-to-outcome');
});
