import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SystemClock } from '../../../../local/support/clock.ts';
import { findFreePorts } from '../../../../local/launcher/ports.ts';
import { SupervisedProcess } from '../../../../local/launcher/supervised-process.ts';
import type { Ready } from '../../../../local/support/service.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const inputContainer = 'logic-reviews';

const RunView = z.object({
  name: z.string(),
  properties: z.object({
    status: z.string(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    workflow: z.object({ id: z.string() }),
  }),
});
export type RunView = z.infer<typeof RunView>;

/** The runner as a process, on a stack that others have started. */
export interface RunnerProcess {
  readonly url: string;
  readonly inputContainer: string;
  runs(): Promise<RunView[]>;
  /** The run, once there are so many and the newest is over. */
  whenOver(count: number): Promise<RunView>;
  actionStatus(run: string, action: string): Promise<string | undefined>;
  pass(seconds: number): Promise<void>;
  kill(): void;
  stop(): Promise<void>;
}

/** `ready` is what the stack said. */
export async function startRunnerProcess(ready: Ready, workflows: string): Promise<RunnerProcess> {
  const data = await temporaryFolder('logic-apps');
  // It comes back there when it has been killed.
  const { functions: port } = await findFreePorts();
  const supervised = new SupervisedProcess({
    name: 'logic-apps',
    args: [
      'local/logic-apps/main.ts',
      ...[
        '--definitions',
        workflows,
        '--data',
        data,
        '--port',
        String(port),
        '--poll-seconds',
        '0.2',
      ],
      ...parameters(ready).flatMap((text) => ['--parameter', text]),
    ],
    environment: environmentOf(ready),
    logFile: path.join(data, 'log.txt'),
    clock: new SystemClock(),
    onGivenUp: () => undefined,
  });
  const said = await supervised.start();
  const url = said['logicApps'] ?? '';
  const get = async (target: string): Promise<unknown> => (await fetch(`${url}${target}`)).json();
  const runs = async (): Promise<RunView[]> =>
    z.object({ value: z.array(RunView) }).parse(await get('/runs?$top=200')).value;
  return {
    url,
    inputContainer,
    runs,
    whenOver: (count) =>
      eventually(async () => {
        const all = await runs();
        const [newest] = all;
        const isOver = !['Waiting', 'Running'].includes(newest?.properties.status ?? 'Waiting');
        return all.length >= count && isOver ? newest : undefined;
      }),
    actionStatus: async (run, action) => {
      const found = await get(`/runs/${run}/actions/${action}`);
      const view = z.object({ properties: z.object({ status: z.string() }) }).safeParse(found);
      return view.data?.properties.status;
    },
    pass: async (seconds) => {
      const body = JSON.stringify({ advanceSeconds: seconds });
      await fetch(`${url}/_emu/clock`, { method: 'POST', body });
    },
    kill: () => {
      if (supervised.pid !== undefined) process.kill(supervised.pid, 'SIGKILL');
    },
    stop: async () => {
      await supervised.stop();
      await rm(data, { recursive: true });
    },
  };
}

function environmentOf(ready: Ready): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_EXTRA_CA_CERTS: ready['caCertificate'] ?? '',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    IDENTITY_ENDPOINT: ready['identityEndpoint'] ?? `${ready['arm'] ?? ''}/msi/token`,
    IDENTITY_HEADER: 'local',
    AzureWebJobsStorage__blobServiceUri: ready['blob'] ?? '',
    AzureWebJobsStorage__queueServiceUri: ready['storageQueue'] ?? '',
    ARM_ENDPOINT: ready['armHttps'] ?? '',
  };
}

function parameters(ready: Ready): string[] {
  const { subscriptionId = '', resourceGroup = '', blob = '' } = ready;
  return [
    `subscriptionId=${subscriptionId}`,
    `resourceGroupName=${resourceGroup}`,
    'location=westeurope',
    'image=durable-aci/sentiment',
    'imagePrefix=durable-aci/',
    'registryServer=durableaci.azurecr.io',
    `pullIdentityId=/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pull`,
    'storageAccountName=devstoreaccount1',
    `blobEndpoint=${blob}`,
    `inputContainer=${inputContainer}`,
    'queueName=logic-jobs',
    'blob-to-jobs-queue.inputContainer=queued-reviews',
    'blob-to-jobs-queue.queueName=jobs',
    'owner=logic-apps-test',
  ];
}
