import process from 'node:process';
import { app } from '@azure/functions';
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
  policy,
  retentionDays,
  baseUrl,
  hookKey,
} = config;

// Logs are streamed.
app.setup({ enableHttpStream: true });

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
    policy,
    retentionDays,
    baseUrl,
    takesReports: baseUrl !== '' && hookKey !== undefined,
  },
  now: () => new Date(),
  queueConnection: 'JobsStorage',
  serviceBusConnection: config.serviceBus && 'ServiceBusConnection',
});
