import process from 'node:process';
import { DefaultAzureCredential } from '@azure/identity';
import { azureClients, parseConfig, registerDurableAci } from './index.ts';

const config = parseConfig(process.env);
const {
  owner,
  target,
  location,
  imagePrefix,
  storage,
  blobRules,
  replyQueues,
  notifyTargets,
  retentionDays,
  baseUrl,
} = config;

registerDurableAci({
  ...azureClients({ ...config, credential: new DefaultAzureCredential() }),
  settings: {
    owner,
    targets: [target],
    defaultRegion: location,
    imagePrefix,
    blobServiceUrl: storage.blob,
    blobRules,
    replyQueues,
    notifyTargets,
    retentionDays,
    baseUrl,
  },
  now: () => new Date(),
  queueConnection: 'JobsStorage',
  serviceBusConnection: config.serviceBus && 'ServiceBusConnection',
});
