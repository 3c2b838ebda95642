import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { DefaultAzureCredential } from '@azure/identity';
import { z } from 'zod';
import { becomeClientOf } from '../../local/demo/client.ts';
import { JobsApi } from '../../local/demo/jobs-api.ts';
import { type Stack, startStack } from '../../local/launcher/index.ts';
import { recorderArgs } from '../contract/arm/recorder-args.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = path.join(__dirname, '../../docs/tutorial');

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
    const container: ContainerClient = this.blobs.getContainerClient('tutorial');
    await container.createIfNotExists();
    await container.getBlockBlobClient(name).uploadData(bytes);
  }

  /** Posts the spec of the tutorial, with this stack's address and this blob in place of its own. */
  async run(blob: string): Promise<Over> {
    const spec = Spec.parse(JSON.parse((await tutorialFile('spec.json')).toString()));
    const [input] = spec.artifacts.inputs;
    const url = input
      .replace('https://127.0.0.1:10000/devstoreaccount1', this.stack.ready['blob'] ?? '')
      .replace('orders.csv', blob);
    const id = await new JobsApi(this.stack.ready).post({ ...spec, artifacts: { inputs: [url] } });
    return eventually(async () => {
      const response = await this.get(`/api/jobs/${id}`);
      return response.status === 200 ? Over.parse(await response.json()) : undefined;
    });
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

  private get(target: string): Promise<Response> {
    const headers = { 'x-functions-key': this.stack.ready['functionKey'] ?? '' };
    return fetch(`${this.stack.ready['functions'] ?? ''}${target}`, { headers });
  }
}
