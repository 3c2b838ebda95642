import { expect, test } from '@jest/globals';
import { BlobServer } from './blob-server.ts';
import { runImage, type Run } from './run-image.ts';

const small = { SCENE: 'spheres', WIDTH: '64', HEIGHT: '36', SAMPLES: '2' };

function renderTile(store: BlobServer, prefix: string, tiles: number, tile: number): Promise<Run> {
  const one = { TILES: String(tiles), ITEM: JSON.stringify(tile), OUTPUT_URL: store.url(prefix) };
  return runImage('render', { ...small, ...one });
}

function merge(store: BlobServer, tiles: readonly string[], prefix: string): Promise<Run> {
  const environment = {
    INPUT_URLS: JSON.stringify(tiles.map((tile) => store.url(tile))),
    OUTPUT_URL: store.url(prefix),
  };
  return runImage('render', environment, ['merge']);
}

/** Renders the picture in so many tiles, two at a time, and gives their paths. */
async function renderTiles(store: BlobServer, prefix: string, tiles: number): Promise<string[]> {
  for (let tile = 0; tile < tiles; tile += 2) {
    const pair = [tile, tile + 1].filter((one) => one < tiles);
    const runs = await Promise.all(pair.map((one) => renderTile(store, prefix, tiles, one)));
    expect(runs.map((run) => run.stderr).join('')).toBe('');
  }
  return Array.from({ length: tiles }, (_, tile) => `${prefix}/tile-000${tile}.png`);
}

test('a picture has the same bytes whether it was rendered in 1, 6 or 7 tiles', async () => {
  await using store = await new BlobServer().start();
  for (const tiles of [1, 6, 7]) {
    const paths = await renderTiles(store, `in-${tiles}`, tiles);
    expect(await merge(store, paths, `in-${tiles}/out`)).toMatchObject({ exitCode: 0, stderr: '' });
  }
  const whole = store.bytes('in-1/tile-0000.png');
  expect(whole.equals(store.bytes('in-1/out/render.png'))).toBe(true);
  expect(whole.equals(store.bytes('in-6/out/render.png'))).toBe(true);
  expect(whole.equals(store.bytes('in-7/out/render.png'))).toBe(true);
  expect([whole.readUInt32BE(16), whole.readUInt32BE(20)]).toEqual([64, 36]);
  expect(store.json('in-7/out/result.json')).toMatchObject({ width: 64, height: 36, tiles: 7 });
});

test('tiles are merged in the order of their names, in whatever order they are listed', async () => {
  await using store = await new BlobServer().start();
  const paths = await renderTiles(store, 'job', 2);
  await merge(store, paths, 'sorted');
  await merge(store, paths.toReversed(), 'reversed');
  expect(store.bytes('reversed/render.png').equals(store.bytes('sorted/render.png'))).toBe(true);
});

test('a merge ends with one line and no picture when a tile cannot be read', async () => {
  await using store = await new BlobServer().start();
  const paths = await renderTiles(store, 'job', 2);
  store.blobs.delete('job/tile-0001.png');
  const { exitCode, stderr } = await merge(store, paths, 'out');
  expect(exitCode).toBe(66);
  expect(stderr).toBe('Cannot read tile-0001.png: the store answered 404\n');
  expect(store.blobs.has('out/render.png')).toBe(false);
});

test('a merge ends with one line when a tile is missing from its list', async () => {
  await using store = await new BlobServer().start();
  const [first = ''] = await renderTiles(store, 'job', 2);
  const { exitCode, stderr } = await merge(store, [first], 'out');
  expect(exitCode).toBe(65);
  expect(stderr).toBe('tile-0000.png is tile 1 of 2 where 1 of 1 has to be\n');
});

test('a merge ends with one line when a tile is damaged', async () => {
  await using store = await new BlobServer().start();
  const paths = await renderTiles(store, 'job', 2);
  const damaged = Buffer.from(store.bytes('job/tile-0001.png'));
  damaged.writeUInt8(damaged.readUInt8(200) ^ 0xff, 200);
  for (const bytes of [damaged, damaged.subarray(0, 300), Buffer.from('no picture')]) {
    store.blobs.set('job/tile-0001.png', bytes);
    const { exitCode, stderr } = await merge(store, paths, 'out');
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(/^tile-0001\.png is damaged: .+\n$/);
  }
});

test('what may pass is repeated: a busy store and a lost connection', async () => {
  await using store = await new BlobServer().start();
  store.faults.push(503, 'reset');
  const { exitCode, stdout } = await renderTile(store, 'job', 1, 0);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('write tile-0000.png: the store answered 503, attempt 1 of 6');
  expect(store.blobs.has('job/tile-0000.png')).toBe(true);
});

test('a refused write ends with exit code 74, and no signature is shown', async () => {
  await using store = await new BlobServer().start();
  store.faults.push(403);
  const { exitCode, stdout, stderr } = await renderTile(store, 'job', 1, 0);
  expect(exitCode).toBe(74);
  expect(stderr).toBe('Cannot write tile-0000.png: the store answered 403\n');
  expect(stdout + stderr).not.toContain('TOPSECRET');
});

test('every variable that is missing or wrong is named on one line, with exit code 64', async () => {
  const { exitCode, stderr } = await runImage('render', { ...small, WIDTH: '-1', ITEM: '"2"' });
  expect(exitCode).toBe(64);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr.match(/[A-Z]{4,}(_URL)?/g)).toEqual(['WIDTH', 'TILES', 'ITEM', 'OUTPUT_URL']);

  const merging = await runImage('render', { INPUT_URLS: '["x"]' }, ['merge']);
  expect(merging.exitCode).toBe(64);
  expect(merging.stderr).toMatch(/^INPUT_URLS .+; OUTPUT_URL .+\n$/);
});
