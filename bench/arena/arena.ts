import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { DefaultAzureCredential } from '@azure/identity';
import { AciService } from '../../local/aci/aci-service.ts';
import { subscriptionLimits } from '../../local/aci/model/behaviour.ts';
import { timings } from '../../local/aci/model/timing.ts';
import { becomeClientOf } from '../../local/demo/client.ts';
import { startStack } from '../../local/launcher/index.ts';
import type { Ready } from '../../local/support/service.ts';
import { holdWhileInFlight } from './in-flight.ts';
import { SkippingClock } from './skipping-clock.ts';
import { root } from '../stack.ts';
import type { Arm } from '../pattern-clients/pattern-client.ts';
import { TimedContainers } from './timed-containers.ts';

/** Where all clients compete: one emulator with Azure's recorded times, one storage, one clock. */
export interface Arena {
  readonly ready: Ready;
  readonly folder: string;
  readonly clock: SkippingClock;
  readonly containers: TimedContainers;
  readonly arm: Arm;
}

const engine = 'process';
export const location = 'westeurope';

/** Runs `use` in a new arena, all of it in this process but Azurite; nothing of it is left. */
export async function withArena<T>(use: (arena: Arena) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'durable-aci-peers-'));
  const storage = await startStack({
    ...{ root, dataFolder: folder, ports: 'random', only: ['storage'] },
  });
  const clock = new SkippingClock();
  const containers = new TimedContainers(clock);
  let stopHolding = (): void => undefined;
  await containers.start();
  const service = new AciService({
    ...{ httpPort: 0, httpsPort: 0, dataFolder: path.join(folder, 'aci') },
    certificatesFolder: path.dirname(storage.ready['caCertificate'] ?? ''),
    imagesFile: path.join(root, 'local/aci/images.json'),
    ...{ engine, stackPorts: [], gitFolders: [], clock, location, pageSize: 100 },
    ...{ timing: timings.real, limits: subscriptionLimits.unlimited },
    ...{ subscriptionId: '11111111-1111-1111-1111-111111111111', resourceGroup: 'durable-aci' },
  });
  try {
    const ready = { ...storage.ready, ...(await service.start()) };
    await becomeClientOf(ready);
    stopHolding = holdWhileInFlight(clock, containers.server);
    const arm = { client: armClient(ready), resourceGroup: ready['resourceGroup'] ?? '' };
    return await use({ ready, folder, clock, containers, arm });
  } finally {
    await service.stop();
    stopHolding();
    containers.stop();
    clock.stop();
    await storage.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function armClient(ready: Ready): ContainerInstanceManagementClient {
  const subscription = ready['subscriptionId'] ?? '';
  const endpoint = ready['armHttps'] ?? '';
  return new ContainerInstanceManagementClient(new DefaultAzureCredential(), subscription, {
    endpoint,
    // The pattern clients try again by the arena's clock.
    retryOptions: { maxRetries: 0 },
  });
}

/** Names of the groups that ARM knows. */
export async function groupsIn({ arm }: Arena): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of arm.client.containerGroups.list()) if (name) names.push(name);
  return names;
}
