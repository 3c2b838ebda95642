import { decode, encode } from 'fast-png';
import { exit, Failure } from './failure.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue, 8 bits each, row by row. */
  readonly data: Uint8Array;
}

/** One picture always gives the same bytes. A tile says which one it is, unless it is the whole picture. */
export function encodePicture(picture: Picture, tile = 0, tiles = 1): Uint8Array<ArrayBuffer> {
  const text = tiles > 1 ? { Tile: `${tile + 1} of ${tiles}` } : {};
  return new Uint8Array(encode({ ...picture, channels: 3, depth: 8, text }));
}

/** Reads one of the tiles; throws a Failure when it is damaged or another than the wanted one. */
export function decodeTile(bytes: Uint8Array, name: string, tile: number, tiles: number): Picture {
  const { width, height, data, channels, depth, text } = decodeOrFail(bytes, name);
  const found = text['Tile'] ?? '1 of 1';
  const wanted = `${tile + 1} of ${tiles}`;
  if (found !== wanted) {
    throw new Failure(exit.data, `${name} is tile ${found} where ${wanted} has to be`);
  }
  if (!(data instanceof Uint8Array) || channels !== 3 || depth !== 8) {
    throw new Failure(exit.data, `${name} is no picture of this program`);
  }
  return { width, height, data };
}

function decodeOrFail(bytes: Uint8Array, name: string): ReturnType<typeof decode> {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(exit.data, `${name} is damaged: ${why}`);
  }
}
