import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';

const root = path.join(__dirname, '..');
const time = 'no-restricted-syntax';
const global = 'no-restricted-globals';
const fence = 'fences/imports';

/** File, what it holds, and the rule that must reject it; '' where it must pass. */
type Row = readonly [string, string, string];

const replayed = ['jobs/a.ts', 'orchestrators/a.ts'].flatMap((file) =>
  [
    ['export const a = Date();', time],
    ['export const a = new Date();', time],
    ['export const a = Date.now();', time],
    ['const { now } = Date; export const a = now();', time],
    ['export const a = new Date(0).toLocaleString();', time],
    ['export const a = new Date(0).getHours();', time],
    ['export async function a() {}', time],
    ['export const a = async () => {};', time],
    ['export const a = (p: PromiseLike<number>) => p.then(String);', time],
    ['export const a = await b;', time],
    ['export const a = Math.random();', 'no-restricted-properties'],
    ['const { random } = Math; export const a = random();', 'no-restricted-properties'],
    ['export const a = new Intl.NumberFormat("de").format(1);', global],
    ['export const a = performance.now();', global],
    ['export const a = crypto.randomUUID();', global],
    ['export const a = globalThis.crypto.randomUUID();', global],
    ['export const a = Promise.all([]);', global],
    ['export const a = (at: string): Date => new Date(at);', ''],
  ].map(([snippet = '', rule = '']) => [file, snippet, rule] as const),
);

const from = (file: string, source: string, rule: string): Row => [
  file,
  `export * from '${source}';`,
  rule,
];

const rows: readonly Row[] = [
  ...replayed,
  from('jobs/a.ts', '../clients/ports.ts', fence),
  from('jobs/a.ts', 'node:crypto', fence),
  from('jobs/a.ts', 'tinyduration', ''),
  from('jobs/a.ts', './workloads/b.ts', ''),
  from('orchestrators/a.ts', '../jobs/b.ts', ''),
  from('orchestrators/support/a.ts', '../run-attempt.ts', ''),
  from('orchestrators/a.ts', '../activities/b.ts', fence),
  from('orchestrators/a.ts', './../activities/b.ts', fence),
  from('orchestrators/a.ts', '../clients/ports.ts', fence),
  from('orchestrators/a.ts', '../app.ts', fence),
  from('orchestrators/a.ts', '../brand-new/b.ts', fence),
  from('orchestrators/a.ts', '@azure/functions', fence),
  ['orchestrators/a.ts', "import type { B } from '../clients/ports.ts'; export let b: B;", fence],
  ['orchestrators/a.ts', "export type B = import('../clients/ports.ts').B;", fence],
  ['orchestrators/a.ts', "export const b = import('../clients/ports.ts');", fence],
  from('activities/a.ts', '../clients/ports.ts', ''),
  from('activities/a.ts', '../clients/azure/b.ts', fence),
  from('activities/a.ts', '../orchestrators/b.ts', fence),
  from('activities/a.ts', '@azure/identity', fence),
  from('triggers/a.ts', '../jobs/b.ts', ''),
  from('triggers/a.ts', '../clients/ports.ts', ''),
  from('triggers/a.ts', '../clients/azure/b.ts', fence),
  from('triggers/a.ts', '@azure/storage-queue', fence),
  from('triggers/a.ts', '../orchestrators/b.ts', fence),
  from('clients/azure/a.ts', '../ports.ts', ''),
  from('clients/azure/a.ts', '../../jobs/b.ts', ''),
  from('clients/azure/a.ts', '../../activities/b.ts', fence),
  from('clients/ports.ts', '../jobs/b.ts', ''),
  from('clients/ports.ts', './azure/b.ts', fence),
  from('clients/ports.ts', '@azure/storage-blob', fence),
  from('clients/brand-new/a.ts', '../../jobs/b.ts', fence),
  from('app.ts', './activities/b.ts', ''),
  from('app.ts', './brand-new/b.ts', fence),
  from('brand-new/a.ts', '../jobs/b.ts', fence),
  ...['jobs', 'orchestrators', 'activities', 'triggers'].flatMap((folder) =>
    ['local/aci', 'test/support', 'bench'].map((outside) =>
      from(`${folder}/a.ts`, `../${outside}/b.ts`, fence),
    ),
  ),
  from('clients/azure/a.ts', '../../local/aci/b.ts', fence),
  from('app.ts', './local/host/b.ts', fence),
  from('app.ts', './test/b.ts', fence),
  from('app.ts', './bench/b.ts', fence),
  from('local/aci/a.ts', '../support/b.ts', ''),
  from('local/aci/a.ts', '../service-bus/b.ts', fence),
  from('local/aci/a.ts', '../../jobs/b.ts', fence),
  from('local/aci/a.ts', '../../app.ts', fence),
  from('local/support/a.ts', '../aci/b.ts', fence),
  from('local/host/a.ts', '../durable/b.ts', ''),
  from('local/host/a.ts', '../../app.ts', fence),
  from('local/durable/a.ts', '../host/b.ts', fence),
  from('local/main.ts', './launcher/b.ts', ''),
  from('local/main.ts', './aci/b.ts', fence),
  from('local/launcher/a.ts', '../aci/b.ts', fence),
  from('images/render/a.ts', '../../jobs/b.ts', fence),
  from('images/render/a.ts', '@azure/storage-blob', fence),
  from('clients/azure/a.ts', 'axios', 'n/no-extraneous-import'),
  from('app.ts', 'axios', 'n/no-extraneous-import'),
  from('local/aci/a.ts', 'axios', 'n/no-extraneous-import'),
  from('test/a.ts', 'axios', 'n/no-extraneous-import'),
  ['test/a.test.ts', "test.only('a', () => { expect(1).toBe(1); });", 'jest/no-focused-tests'],
  ['test/a.test.ts', "test.skip('a', () => { expect(1).toBe(1); });", 'jest/no-disabled-tests'],
  ['test/a.test.ts', "test('a', () => {});", 'jest/expect-expect'],
  [
    'test/a.test.ts',
    "// eslint-disable-next-line jest/no-disabled-tests\ntest.skip('a', () => { expect(1).toBe(1); });",
    '@eslint-community/eslint-comments/require-description',
  ],
  [
    'test/a.test.ts',
    "// eslint-disable-next-line jest/no-disabled-tests -- needs a container engine\ntest.skip('a', () => { expect(1).toBe(1); });",
    '',
  ],
];

const lint = path.join(__dirname, 'support/lint-snippets.mjs');
const printed = execFileSync(process.execPath, [lint], { cwd: root, input: JSON.stringify(rows) });
const broken = z.array(z.array(z.string())).parse(JSON.parse(printed.toString()));

const results = rows.map(([file, snippet, rule], i) => ({ file, snippet, rule, rules: broken[i] }));

test.each(results.filter(({ rule }) => rule !== ''))(
  '$file must not hold: $snippet',
  ({ rule, rules }) => {
    expect(rules).toContain(rule);
  },
);

test.each(results.filter(({ rule }) => rule === ''))('$file may hold: $snippet', ({ rules }) => {
  expect(rules).toEqual([]);
});

test.each(['jobs', 'orchestrators'])(
  '%s/ is compiled without Node: `process` is unknown there',
  (folder) => {
    const probe = path.join(root, folder, 'fence-probe.ts');
    writeFileSync(probe, 'export const a = process.version;\n');
    try {
      const { stdout } = spawnSync(
        process.execPath,
        [path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder],
        { cwd: root, encoding: 'utf8' },
      );
      expect(stdout).toMatch(/fence-probe\.ts\(1,18\): error TS2591/);
    } finally {
      rmSync(probe);
    }
  },
);
