import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { AciService, type AciServiceOptions } from '../../../../local/aci/aci-service.ts';
import { subscriptionLimits } from '../../../../local/aci/model/behaviour.ts';
import { timings } from '../../../../local/aci/model/timing.ts';
import { SystemClock } from '../../../../local/support/clock.ts';

export interface TestEmulator {
  readonly arm: string;
  readonly armHttps: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly clock: SystemClock;
  readonly folder: string;
  /** The unmodified SDK, with a token that nobody checks. */
  readonly client: ContainerInstanceManagementClient;
  /** A plain request to ARM over HTTP, below the resource group unless the path begins with a slash. */
  arms(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** Makes a folder with an image `test` of which `main.ts` greets, and gives the file that maps it. */
export async function makeImages(folder: string): Promise<string> {
  await mkdir(path.join(folder, 'image'), { recursive: true });
  await writeFile(
    path.join(folder, 'image', 'main.ts'),
    'console.log(`hello from ${process.version}`);\n',
  );
  const file = path.join(folder, 'images.json');
  const test = { entrypoint: ['node', 'main.ts'], folder: 'image' };
  await writeFile(file, JSON.stringify({ registry: 'durableaci.azurecr.io', images: { test } }));
  return file;
}

/** What the SDK needs of a credential. */
const anyToken = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: 4_102_444_800_000 }),
};

/** An emulator in this process, on ports and in a folder of its own. */
export async function startEmulator(
  options: Partial<AciServiceOptions> = {},
): Promise<TestEmulator> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aci-test-'));
  const clock = new SystemClock();
  const service = new AciService({
    httpPort: 0,
    httpsPort: 0,
    dataFolder: path.join(folder, 'data'),
    certificatesFolder: path.join(folder, 'certificates'),
    imagesFile: await makeImages(folder),
    engine: 'process',
    stackPorts: [],
    gitFolders: [],
    timing: timings.instant,
    limits: subscriptionLimits.unlimited,
    clock,
    subscriptionId: '11111111-1111-1111-1111-111111111111',
    resourceGroup: 'tests',
    location: 'westeurope',
    pageSize: 3,
    ...options,
  });
  const ready = await service.start();
  const {
    arm = '',
    armHttps = '',
    subscriptionId = '',
    resourceGroup = '',
    caCertificate = '',
  } = ready;
  // Not added to those of earlier tests in this process: their authorities have the same name and other keys.
  tls.setDefaultCACertificates([
    ...tls.getCACertificates('bundled'),
    await readFile(caCertificate, 'utf8'),
  ]);
  const provider = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance`;
  return {
    arm,
    armHttps,
    subscriptionId,
    resourceGroup,
    clock,
    folder,
    client: new ContainerInstanceManagementClient(anyToken, subscriptionId, { endpoint: armHttps }),
    arms: (below, init) => {
      const url = new URL(below.startsWith('/') ? `${arm}${below}` : `${arm}${provider}/${below}`);
      if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', '2023-05-01');
      const headers = new Headers(init?.headers);
      if (!headers.has('authorization')) headers.set('authorization', 'Bearer any');
      return fetch(url, { ...init, headers });
    },
    async stop() {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
