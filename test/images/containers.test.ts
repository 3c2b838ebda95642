import { expect, test } from '@jest/globals';
import { sotuAsJsonLines } from '../../local/demo/sotu.ts';
import { eventually } from '../support/eventually.ts';
import { BlobServer } from './blob-server.ts';
import { Container, type ContainerRun } from './run-container.ts';
import { runImage } from './run-image.ts';
import { withImages } from './with-images.ts';

type Environment = Readonly<Record<string, string>>;

/** What all the blobs below a prefix are, without it. */
function blobsBelow(store: BlobServer, prefix: string): Map<string, Buffer> {
  const paths = [...store.blobs.keys()].filter((path) => path.startsWith(`${prefix}/`)).sort();
  return new Map(paths.map((path) => [path.slice(prefix.length), store.bytes(path)]));
}

async function inContainer(
  image: string,
  environment: Environment,
  args?: readonly string[],
): Promise<ContainerRun> {
  const command = args && ['node', 'main.ts', ...args];
  await using container = await Container.start(image, environment, command);
  return await container.ended();
}

/** The program's own lines, without what the test adds to a process. */
const ownLines = (stdout: string): string => stdout.replace(/^peak \d+\n/m, '');

withImages(() => {
  test('sentiment writes the same bytes in a container as in a process', async () => {
    await using store = await new BlobServer().start();
    const speeches = sotuAsJsonLines().split('\n').slice(0, 20).join('\n');
    store.blobs.set('in.jsonl', Buffer.from(speeches));
    const asked = (prefix: string): Environment => ({
      INPUT_URL: store.url('in.jsonl'),
      OUTPUT_URL: store.url(prefix),
    });
    const process = await runImage('sentiment', asked('process'));
    const container = await inContainer('sentiment', asked('container'));
    const { exitCode, stderr } = process;
    expect(container).toEqual({ exitCode, stderr, stdout: ownLines(process.stdout) });
    expect(exitCode).toBe(0);
    const blobs = blobsBelow(store, 'container');
    expect([...blobs.keys()]).toEqual(['/result.json', '/sentiment.json']);
    expect(blobs).toEqual(blobsBelow(store, 'process'));
  });

  test('render writes the same tiles and picture in containers as in processes', async () => {
    await using store = await new BlobServer().start();
    const tile = (prefix: string, item: string): Environment => ({
      ...{ SCENE: 'spheres', WIDTH: '96', HEIGHT: '54', SAMPLES: '4', TILES: '2', ITEM: item },
      OUTPUT_URL: store.url(prefix),
    });
    const merge = (prefix: string): Environment => ({
      INPUT_URLS: JSON.stringify(
        ['tile-0000.png', 'tile-0001.png'].map((name) => store.url(`${prefix}/${name}`)),
      ),
      OUTPUT_URL: store.url(prefix),
    });
    const processes = [
      await runImage('render', tile('process', '0')),
      await runImage('render', tile('process', '1')),
      await runImage('render', merge('process'), ['merge']),
    ];
    const containers = [
      await inContainer('render', tile('container', '0')),
      await inContainer('render', tile('container', '1')),
      await inContainer('render', merge('container'), ['merge']),
    ];
    const told = processes.map(({ exitCode, stderr, stdout }) => ({
      ...{ exitCode, stderr },
      stdout: ownLines(stdout),
    }));
    expect(containers).toEqual(told);
    expect(containers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const blobs = blobsBelow(store, 'container');
    expect(blobs.size).toBe(4);
    expect(blobs).toEqual(blobsBelow(store, 'process'));
  });

  test.each(['render', 'sentiment'])(
    '%s names its missing variables and ends with 64',
    async (image) => {
      const { exitCode, stderr } = await inContainer(image, {});
      expect(exitCode).toBe(64);
      expect(stderr).toMatch(/^.*OUTPUT_URL must be the URL of .+\n$/);
    },
  );

  test('render ends soon when it is asked to, though it is the first process and computes', async () => {
    // Ten rows, of which each takes long enough for the others not to be done when the first is.
    const rows = { SCENE: 'spheres', WIDTH: '4096', HEIGHT: '4090', TILES: '409', ITEM: '200' };
    const asked = { ...rows, SAMPLES: '100', OUTPUT_URL: 'http://127.0.0.1:1/out' };
    await using container = await Container.start('render', asked);
    await eventually(async () => (await container.output()).stdout || undefined);
    await container.stop();
    expect(await container.ended()).toMatchObject({ exitCode: 143, stderr: '' });
  });
});
