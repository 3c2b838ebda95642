import path from 'node:path';
import type { Certificates } from '../support/certificates.ts';
import type { Ready } from '../support/service.ts';
import type { DataFolder } from './data-folder.ts';
import type { Engine, Limits } from './engine.ts';
import type { Ports } from './ports.ts';
import type { ServiceName } from './service-names.ts';

/** What stands before a service starts; `ready` holds what those before it have said. */
export interface Surroundings {
  readonly root: string;
  readonly appFolder: string;
  readonly serviceBusConfig: string | undefined;
  readonly engine: Engine;
  readonly imagesFile: string | undefined;
  readonly limits: Limits;
  readonly data: DataFolder;
  readonly ports: Ports;
  readonly certificates: Certificates;
  readonly ready: Ready;
}

export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Services that have to answer before it can start. */
  readonly needs: readonly ServiceName[];
  /** How its Node runs. */
  readonly nodeArgs?: readonly string[];
  args(surroundings: Surroundings): readonly string[];
  /** What it is told besides the person's environment: for the host these are the app's settings. */
  settings(surroundings: Surroundings): Readonly<Record<string, string>>;
}

const location = 'westeurope';
/** Where the images of `images/` would be pulled from; local/aci/images.json knows them by it. */
const imagePrefix = 'durable-aci';
const owner = 'durable-aci-local';

/** The identity that every service but Azurite uses: the emulator's, whatever credential the shell has. */
function managedIdentity({ ready }: Surroundings): Record<string, string> {
  return {
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    IDENTITY_ENDPOINT: said(ready, 'identityEndpoint'),
    IDENTITY_HEADER: 'local-identity',
  };
}

/** Azure's names for an identity-based connection: https://learn.microsoft.com/azure/azure-functions/functions-reference#connections */
function storageConnection(name: string, { ready }: Surroundings): Record<string, string> {
  return {
    [`${name}__blobServiceUri`]: said(ready, 'blob'),
    [`${name}__queueServiceUri`]: said(ready, 'storageQueue'),
    [`${name}__tableServiceUri`]: said(ready, 'table'),
  };
}

/** What infra/modules/logicapps.bicep gives them in Azure. */
function workflowParameters({ ready }: Surroundings): readonly string[] {
  const resourceGroup = said(ready, 'resourceGroup');
  const identities = 'providers/Microsoft.ManagedIdentity/userAssignedIdentities';
  const subscription = `/subscriptions/${said(ready, 'subscriptionId')}`;
  return [
    `subscriptionId=${said(ready, 'subscriptionId')}`,
    `resourceGroupName=${resourceGroup}`,
    `location=${location}`,
    `image=${imagePrefix}/sentiment:latest`,
    `imagePrefix=${imagePrefix}/`,
    `registryServer=${imagePrefix}`,
    `pullIdentityId=${subscription}/resourceGroups/${resourceGroup}/${identities}/pull`,
    'storageAccountName=devstoreaccount1',
    `blobEndpoint=${said(ready, 'blob')}`,
    'inputContainer=logic-reviews',
    'queueName=logic-jobs',
    'blob-to-jobs-queue.inputContainer=queued-reviews',
    'blob-to-jobs-queue.queueName=jobs',
    `owner=${owner}`,
  ];
}

/** In the order in which they start; they stop the other way round. */
export const services: readonly ServiceDefinition[] = [
  {
    name: 'aci',
    needs: [],
    args: ({ ports, data, certificates, engine, imagesFile, limits }) => [
      ...['--http', String(ports.arm), '--https', String(ports.armHttps)],
      ...['--data', data.of('aci'), '--certificates', path.dirname(certificates.caFile)],
      ...['--limits', limits, '--engine', engine],
      ...['--stack-ports', Object.values(ports).join(',')],
      ...(imagesFile === undefined ? [] : ['--allow-file', imagesFile]),
    ],
    settings: () => ({}),
  },
  {
    name: 'key-vault',
    needs: [],
    args: ({ ports, data, certificates }) => [
      ...['--port', String(ports.keyVault), '--data', data.of('key-vault')],
      ...['--certificates', path.dirname(certificates.caFile)],
    ],
    settings: () => ({}),
  },
  {
    name: 'storage',
    needs: [],
    args: ({ ports, data, certificates }) => [
      ...['--blob-port', String(ports.blob), '--queue-port', String(ports.storageQueue)],
      ...['--table-port', String(ports.table), '--data', data.of('storage')],
      ...['--certificates', path.dirname(certificates.caFile)],
    ],
    settings: () => ({}),
  },
  {
    name: 'event-grid',
    needs: ['aci', 'storage'],
    args: ({ ports, data }) => ['--port', String(ports.eventGrid), '--data', data.of('event-grid')],
    settings: (surroundings) => ({
      ...managedIdentity(surroundings),
      ...storageConnection('AzureWebJobsStorage', surroundings),
    }),
  },
  {
    name: 'service-bus',
    needs: [],
    args: ({ ports, data, serviceBusConfig }) => [
      ...['--port', String(ports.serviceBus), '--admin-port', String(ports.serviceBusAdmin)],
      ...['--data', data.of('service-bus')],
      ...(serviceBusConfig === undefined ? [] : ['--config', serviceBusConfig]),
    ],
    settings: () => ({}),
  },
  {
    name: 'logic-apps',
    needs: ['aci', 'storage'],
    args: (surroundings) => [
      ...['--definitions', path.join(surroundings.root, 'logicapps'), '--poll-seconds', '1'],
      ...['--port', String(surroundings.ports.logicApps)],
      ...['--data', surroundings.data.of('logic-apps')],
      ...workflowParameters(surroundings).flatMap((parameter) => ['--parameter', parameter]),
    ],
    settings: (surroundings) => ({
      ...managedIdentity(surroundings),
      ...storageConnection('AzureWebJobsStorage', surroundings),
      ARM_ENDPOINT: said(surroundings.ready, 'armHttps'),
    }),
  },
  {
    name: 'host',
    needs: ['aci', 'storage', 'service-bus'],
    // Of what 1,000 jobs leave, V8 gives most back only when it is told to keep little: bench/results/scale.md.
    nodeArgs: ['--optimize-for-size', '--max-semi-space-size=4'],
    args: ({ appFolder, ports, data, certificates }) => [
      ...['--app', appFolder, '--port', String(ports.functions), '--data', data.of('host')],
      ...['--cert', certificates.certFile, '--key', certificates.keyFile],
    ],
    settings: (surroundings) => ({
      ...managedIdentity(surroundings),
      ...storageConnection('AzureWebJobsStorage', surroundings),
      ...storageConnection('JobsStorage', surroundings),
      ARM_ENDPOINT: said(surroundings.ready, 'armHttps'),
      AZURE_SUBSCRIPTION_ID: said(surroundings.ready, 'subscriptionId'),
      ACI_RESOURCE_GROUP: said(surroundings.ready, 'resourceGroup'),
      ACI_LOCATION: location,
      IMAGE_PREFIX: imagePrefix,
      DEPLOYMENT_OWNER: owner,
      ServiceBusConnection: said(surroundings.ready, 'serviceBusConnectionString'),
      // Of whose secrets which images may have which, JOB_POLICY says, which a person sets in the shell.
      KEY_VAULT_URL: surroundings.ready['keyVault'] ?? '',
      HOOK_KEY: 'the-key-of-this-machine-alone-which-is-no-secret',
    }),
  },
];

function said(ready: Ready, key: string): string {
  const value = ready[key];
  if (value === undefined) throw new Error(`no service has said its ${key}`);
  return value;
}
