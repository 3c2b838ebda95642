import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { DefaultAzureCredential } from '@azure/identity';
import { z } from 'zod';
import { runShell } from './run-shell.ts';
import { becomeClientOf } from '../../local/demo/client.ts';
import { JobsApi } from '../../local/demo/jobs-api.ts';
import { type Stack, startStack } from '../../local/launcher/index.ts';
import { recorderArgs } from '../contract/arm/recorder-args.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = path.join(__dirname, '../../docs/tutorial');

const text = async (name: string): Promise<string> => (await tutorialFile(name)).toString();

/** A file of docs/tutorial as it lies there. */
export const tutorialFile = (name: string): Promise<Buffer> => readFile(path.join(folder, name));

const Spec = z.looseObject({ artifacts: z.object({ inputs: z.tuple([z.string()]) }) });
const Over = z.object({
  id: z.string(),
  phase: z.literal('over'),
  outcome: z.record(z.string(), z.unknown()),
  attempts: z.int(),
  output: z.unknown().optional(),
  results: z.array(z.string()),
});
type Over = z.infer<typeof Over>;

/** What `npm start -- --images docs/tutorial/images.json --engine process` gives, on ports of its own. */
export class TutorialStack {
  private readonly stack: Stack;
  private readonly dataFolder: string;
  private readonly blobs: BlobServiceClient;

  private constructor(stack: Stack, dataFolder: string) {
    this.stack = stack;
    this.dataFolder = dataFolder;
    this.blobs = new BlobServiceClient(stack.ready['blob'] ?? '', new DefaultAzureCredential());
  }

  static async start(): Promise<TutorialStack> {
    const dataFolder = await temporaryFolder('tutorial');
    const stack = await startStack({
      root: process.cwd(),
      dataFolder,
      ports: 'random',
      engine: 'process',
      imagesFile: path.join(folder, 'images.json'),
      nodeArgs: recorderArgs(),
      only: ['storage', 'aci', 'service-bus', 'host'],
    });
    await becomeClientOf(stack.ready);
    return new TutorialStack(stack, dataFolder);
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await rm(this.dataFolder, { recursive: true });
  }

  async upload(name: string, bytes: Buffer): Promise<void> {
    const container: ContainerClient = this.blobs.getContainerClient('by-sdk');
    await container.createIfNotExists();
    await container.getBlockBlobClient(name).uploadData(bytes);
  }

  /** Posts the spec of the tutorial, with this stack's address and this blob in place of its own. */
  async run(blob: string): Promise<Over> {
    const spec = Spec.parse(JSON.parse(this.here(await text('spec.json'))));
    const url = spec.artifacts.inputs[0].replace('tutorial/orders.csv', `by-sdk/${blob}`);
    const id = await new JobsApi(this.stack.ready).post({ ...spec, artifacts: { inputs: [url] } });
    return eventually(async () => {
      const response = await this.get(`/api/jobs/${id}`);
      return response.status === 200 ? Over.parse(await response.json()) : undefined;
    });
  }

  /** What the README's commands of these sections print, in a folder that looks like a clone where this stack runs. */
  async runReadme(sections: readonly string[]): Promise<string> {
    const clone = path.join(this.dataFolder, 'clone');
    const copy = path.join(clone, 'docs/tutorial');
    await mkdir(clone);
    await symlink('..', path.join(clone, '.local'));
    await cp(folder, copy, { recursive: true });
    await writeFile(path.join(copy, 'spec.json'), this.here(await text('spec.json')));
    const readme = this.here(await text('README.md'));
    const commands = readme
      .split(/^## /m)
      .filter((section) => sections.some((title) => section.startsWith(title)))
      .flatMap((section) => [...section.matchAll(/^```sh\n(.+?)^```$/gms)])
      .map(([, block = '']) => block);
    return runShell(commands.join(''), clone);
  }

  async log(id: string): Promise<string> {
    return (await this.get(`/api/jobs/${id}/logs`)).text();
  }

  /** The files that a job wrote, by their names. */
  async files({ id, results }: Over): Promise<ReadonlyMap<string, Buffer>> {
    const container = this.blobs.getContainerClient('results');
    const names = results.map((url) => url.slice(url.indexOf(`${id}/`)));
    const read = names.map(
      async (name) =>
        [
          path.posix.basename(name),
          await container.getBlobClient(name).downloadToBuffer(),
        ] as const,
    );
    return new Map(await Promise.all(read));
  }

  /** With the addresses and the key of this stack in place of those of `npm start`. */
  private here(written: string): string {
    const { ready } = this.stack;
    return written
      .replaceAll('https://127.0.0.1:10000/devstoreaccount1', ready['blob'] ?? '')
      .replaceAll('https://127.0.0.1:7071', ready['functions'] ?? '')
      .replaceAll('http://127.0.0.1:7080', ready['arm'] ?? '')
      .replaceAll('the-function-key', ready['functionKey'] ?? '');
  }

  private get(target: string): Promise<Response> {
    const headers = { 'x-functions-key': this.stack.ready['functionKey'] ?? '' };
    return fetch(`${this.stack.ready['functions'] ?? ''}${target}`, { headers });
  }
}
