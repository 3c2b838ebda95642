import { createHash } from 'node:crypto';
import { getBlob, putBlob } from './blob.ts';
import { exit, Failure } from './failure.ts';
import { decodeTile, encodePicture } from './png.ts';

/** Puts the tiles, in the order of their names, into `render.png`, with `result.json` beside it. */
export async function merge(urls: readonly URL[], outputUrl: URL): Promise<void> {
  const named = urls.map((url) => ({ url, name: url.pathname.replace(/.*\//, '') }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  const tiles = [];
  for (const [index, { url, name }] of named.entries()) {
    tiles.push(decodeTile(await getBlob(url, name), name, index, named.length));
    console.log(`read ${name}, ${index + 1} of ${named.length}`);
  }
  const width = tiles[0]?.width ?? 0;
  if (tiles.some((tile) => tile.width !== width)) {
    throw new Failure(exit.data, 'The tiles are not of one width: they are of different pictures');
  }
  const height = tiles.reduce((sum, tile) => sum + tile.height, 0);
  const data = new Uint8Array(width * height * 3);
  let at = 0;
  for (const tile of tiles) {
    data.set(tile.data, at);
    at += tile.data.length;
  }
  const png = encodePicture({ width, height, data });
  await putBlob(outputUrl, 'render.png', png);
  const sha256 = createHash('sha256').update(png).digest('hex');
  const result = { picture: 'render.png', width, height, tiles: tiles.length, sha256 };
  await putBlob(outputUrl, 'result.json', new TextEncoder().encode(JSON.stringify(result)));
  console.log(`wrote render.png, ${width} x ${height}, sha256 ${sha256}`);
}
