import process from 'node:process';
import { putBlob } from './blob.ts';
import { Environment } from './environment.ts';
import { Failure } from './failure.ts';
import { merge } from './merge.ts';
import { encodePicture } from './png.ts';
import { renderRows } from './rows.ts';
import { scenes } from './scene.ts';

async function renderTile(environment: Environment): Promise<void> {
  const scene = environment.oneOf('SCENE', scenes);
  const width = environment.integer('WIDTH', 16, 4096);
  const height = environment.integer('HEIGHT', 16, 4096);
  const samples = environment.integer('SAMPLES', 1, 4096);
  const tiles = environment.integer('TILES', 1, height);
  const tile = environment.integer('ITEM', 0, tiles - 1);
  const outputUrl = environment.url('OUTPUT_URL');
  if (!scene || !outputUrl || environment.isWrong) throw environment.failure();
  const from = Math.floor((tile * height) / tiles);
  const to = Math.floor(((tile + 1) * height) / tiles);
  const onRow = logEveryTenth(to - from);
  const data = await renderRows({ spheres: scene(), width, height, samples, from, to, onRow });
  const name = `tile-${String(tile).padStart(4, '0')}.png`;
  await putBlob(outputUrl, name, encodePicture({ width, height: to - from, data }, tile, tiles));
  console.log(`wrote ${name}, rows ${from} to ${to - 1} of ${height}`);
}

function logEveryTenth(rows: number): (done: number) => void {
  const step = Math.ceil(rows / 10);
  return (done) => {
    if (done % step === 0 || done === rows) console.log(`rendered ${done} of ${rows} rows`);
  };
}

async function mergeTiles(environment: Environment): Promise<void> {
  const urls = environment.urls('INPUT_URLS');
  const outputUrl = environment.url('OUTPUT_URL');
  if (!outputUrl || environment.isWrong) throw environment.failure();
  await merge(urls, outputUrl);
}

// The first process of a container ends on no signal by itself; 128 + 15 is what a shell makes of SIGTERM.
process.once('SIGTERM', () => process.exit(143));

try {
  const run = process.argv[2] === 'merge' ? mergeTiles : renderTile;
  await run(new Environment(process.env));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
