import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BlobServer } from '../images/blob-server.ts';
import { tutorialFile } from './tutorial-stack.ts';

const header = 'order_id,ordered_on,shop,product,quantity,unit_price';

let store: BlobServer;
beforeEach(async () => {
  store = await new BlobServer().start();
});
afterEach(() => store[Symbol.asyncDispose]());

interface Run {
  readonly exitCode: number | null;
  readonly log: string;
}

/** Runs the program as its container does: in its folder, with no environment but its own. */
function run(environment?: Readonly<Record<string, string>>): Promise<Run> {
  const env = environment ?? { INPUT_URL: store.url('in.csv'), OUTPUT_URL: store.url('out') };
  const cwd = path.join(__dirname, '../../docs/tutorial/etl');
  const child = spawn(process.execPath, ['main.ts'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve({ exitCode, log });
    });
  });
}

async function runWith(...lines: readonly string[]): Promise<Run> {
  store.blobs.set('in.csv', Buffer.from(lines.join('\n')));
  return run();
}

test('the sample gives the expected file, whether its lines end with LF or CRLF and whatever mark is before them', async () => {
  const sample = (await tutorialFile('orders.csv')).toString();
  for (const text of [sample, `\uFEFF${sample.replaceAll('\n', '\r\n')}`]) {
    store.blobs.set('in.csv', Buffer.from(text));
    await expect(run()).resolves.toMatchObject({ exitCode: 0 });
    expect(store.bytes('out/revenue.csv')).toEqual(await tutorialFile('revenue.csv'));
    expect(store.json('out/result.json')).toEqual({ rows: 12, lines: 10, revenue: '860.30' });
  }
});

test('the order of the rows changes no byte', async () => {
  const [first = '', ...rows] = (await tutorialFile('orders.csv')).toString().trim().split('\n');
  await runWith(first, ...rows.toReversed());
  expect(store.bytes('out/revenue.csv')).toEqual(await tutorialFile('revenue.csv'));
});

test('sums are exact where numbers of a computer are not', async () => {
  const row = '1,2026-01-01,Oslo,x,999999999,999999999.99';
  await runWith(header, row, row, row);
  expect(store.json('out/result.json')).toMatchObject({ revenue: '2999999996970000000.03' });
});

test.each([
  ['9,2026-02-30,Oslo,x,1,1.00', 'row 2: ordered_on "2026-02-30" has to be a day'],
  ['9,2026-02-03,Oslo,x,0,1.00', 'row 2: quantity "0" has to be 1 or more'],
  ['9,2026-02-03,Oslo,x,1,1', 'row 2: unit_price "1" has to be a price'],
  [',2026-02-03,,x,1,1.00', 'row 2: order_id "" must not be empty; shop "" must not be empty'],
  ['9,2026-02-03,Oslo,"x,1,1.00', 'row 2: a quote is out of place'],
  ['', 'row 2: it has 1 fields in place of 6'],
])('the row %j is named with all that is wrong, and nothing is written', async (row, message) => {
  const { exitCode, log } = await runWith(header, row, '1,2026-01-01,Oslo,x,1,1.00');
  expect(exitCode).toBe(65);
  expect(log).toContain(message);
  expect(log).toContain('1 of 2 rows are bad; nothing was written');
  expect([...store.blobs.keys()]).toEqual(['in.csv']);
});

test('of very many bad rows all are counted and 20 are shown', async () => {
  const { log } = await runWith(header, ...Array<string>(5000).fill('bad'));
  expect(log.match(/^row /gm)).toHaveLength(20);
  expect(log).toContain('5000 of 5000 rows are bad');
});

test.each([
  ['an empty file', Buffer.from(''), 'row 1: the header has to be'],
  ['another header', Buffer.from('a,b\n'), 'row 1: the header has to be'],
  ['bytes that are not UTF-8', Buffer.from([...Buffer.from(header), 0x0a, 0xff]), 'not UTF-8'],
  ['a character that is cut', Buffer.from([...Buffer.from(header), 0x0a, 0xc3]), 'not UTF-8'],
  ['an endless row', Buffer.alloc(3 * 1024 * 1024, 'x'), 'longer than 1048576 characters'],
])('%s ends with 65 and says why', async (_, bytes, message) => {
  store.blobs.set('in.csv', bytes);
  const { exitCode, log } = await run();
  expect(exitCode).toBe(65);
  expect(log).toContain(message);
});

test.each<[string, BlobServer['faults'][number]]>([
  ['an answer 503', 503],
  ['a lost connection', 'reset'],
  ['a download that breaks off', { breakAfter: 100 }],
])('%s of the store ends with 75, which the job tries again', async (_, fault) => {
  store.blobs.set('in.csv', await tutorialFile('orders.csv'));
  store.faults.push(fault);
  const { exitCode, log } = await run();
  expect(exitCode).toBe(75);
  expect(log).toMatch(/^Cannot read the input: .+\n$/);
  expect(log).not.toContain('TOPSECRET');
  const spec: unknown = JSON.parse((await tutorialFile('spec.json')).toString());
  expect(spec).toMatchObject({ retry: { exitCodes: [75] } });
});

test('a variable that is missing ends with 64 and its name', async () => {
  await expect(run({})).resolves.toEqual({ exitCode: 64, log: 'INPUT_URL has to be a URL\n' });
});
