import { expect, test } from '@jest/globals';
import { textOf } from '../../infra/check/finding.ts';
import { facts } from '../../infra/check/facts/index.ts';
import { change, projectCopy } from './project-copy.ts';

const findingsIn = (root: string): string[] =>
  facts.flatMap((fact) => fact(root).map(textOf)).sort();

test('what is deployed is what the app, the local stack and the Logic Apps have', () => {
  expect(findingsIn('.')).toEqual([]);
});

const storage = 'infra/modules/storage.bicep';
const functionApp = 'infra/modules/functionapp.bicep';
const logicApps = 'infra/modules/logicapps.bicep';
const rbac = 'infra/modules/rbac.bicep';
const rightsTable = 'infra/check/facts/rights-table.ts';

interface Deviation {
  readonly title: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Without lines. */
  readonly found: readonly string[];
}

const deviations: readonly Deviation[] = [
  {
    title: 'a setting that config.ts wants and nobody gives',
    file: functionApp,
    before: '  ACI_LOCATION: jobsLocation\n',
    after: '',
    found: [`${functionApp} setting ACI_LOCATION of config.ts is not here`],
  },
  {
    title: 'a new setting of config.ts that is not deployed yet',
    file: 'config.ts',
    before: '  ACI_LOCATION: z.string(),\n',
    after: '  ACI_LOCATION: z.string(),\n  ACI_ZONE: z.string(),\n',
    found: [`${functionApp} setting ACI_ZONE of config.ts is not here`],
  },
  {
    title: 'a setting that config.ts does not know',
    file: functionApp,
    before: '  ACI_LOCATION: jobsLocation\n',
    after: "  ACI_LOCATION: jobsLocation\n  ACI_ZONE: '1'\n",
    found: [`${functionApp} setting ACI_ZONE is not in config.ts`],
  },
  {
    title: 'a setting that no part of the platform reads',
    file: functionApp,
    before: '  AZURE_CLIENT_ID:',
    after: "  FUNCTIONS_FEATURE: 'on'\n  AZURE_CLIENT_ID:",
    found: [`${functionApp} nobody reads the setting FUNCTIONS_FEATURE`],
  },
  {
    title: 'a connection whose identity is not said',
    file: functionApp,
    before: '  JobsStorage__clientId: identityClientId\n',
    after: '',
    found: [
      `${functionApp} setting JobsStorage__clientId of the connections of app.ts is not here`,
    ],
  },
  {
    title: 'a queue that is not deployed',
    file: storage,
    before: "  'jobs-rejected'\n",
    after: '',
    found: [`${storage} queue jobs-rejected of local/storage/resources.json is not here`],
  },
  {
    title: 'a container that only Azure has',
    file: storage,
    before: "  'reviews'\n",
    after: "  'reviews'\n  'pictures'\n",
    found: [`${storage} container pictures is not in local/storage/resources.json`],
  },
  {
    title: 'a table of another name',
    file: storage,
    before: "  'claims'\n",
    after: "  'claim'\n",
    found: [
      `${storage} table claim is not in local/storage/resources.json`,
      `${storage} table claims of local/storage/resources.json is not here`,
    ],
  },
  {
    title: 'events that go to another queue',
    file: 'infra/modules/events.bicep',
    before: "queue: 'blob-events'",
    after: "queue: 'blobs'",
    found: [
      'infra/modules/events.bicep subscription reviews /blobServices/default/containers/reviews/  blob-events of local/event-grid/subscriptions.json is not here',
      'infra/modules/events.bicep subscription reviews /blobServices/default/containers/reviews/  blobs is not in local/event-grid/subscriptions.json',
    ],
  },
  {
    title: 'a Service Bus queue that gives up earlier',
    file: 'infra/modules/servicebus.bicep',
    before: 'maxDeliveryCount: 10',
    after: 'maxDeliveryCount: 3',
    found: [
      'infra/modules/servicebus.bicep queue jobs PT1M 10 P14D true of local/service-bus/config.json is not here',
      'infra/modules/servicebus.bicep queue jobs PT1M 3 P14D true is not in local/service-bus/config.json',
    ],
  },
  {
    title: 'a name in host.json that Azure would ignore',
    file: 'host.json',
    before: '"maxQueuePollingInterval"',
    after: '"maxPollingInterval"',
    found: [
      'host.json extensions.durableTask.storageProvider Unrecognized key: "maxPollingInterval"',
      'host.json extensions.durableTask.storageProvider.maxQueuePollingInterval Invalid input: expected string, received undefined',
    ],
  },
  {
    title: 'a workload whose image nobody builds',
    file: 'jobs/workloads/sentiment.ts',
    before: "image: 'sentiment'",
    after: "image: 'mood'",
    found: ['jobs/workloads/sentiment.ts there is no images/mood/Dockerfile'],
  },
  {
    title: 'a service that azd does not find',
    file: 'azure.yaml',
    before: '\n  api:',
    after: '\n  app:',
    found: ['infra/main.bicep azure.yaml has no service api'],
  },
  {
    title: 'a role that nobody needs',
    file: rbac,
    before: "roleDefinitions', roles.StorageTableDataContributor)\n",
    after: "roleDefinitions', roles.StorageBlobDataOwner)\n",
    found: [
      `${rbac} right app StorageBlobDataOwner jobsStorage is not in ${rightsTable}`,
      `${rbac} right app StorageTableDataContributor jobsStorage of ${rightsTable} is not here`,
    ],
  },
  {
    title: 'a right to more than is used',
    file: 'infra/modules/rbac-jobs.bicep',
    before: "'Microsoft.ContainerInstance/containerGroups/delete'\n",
    after: "'Microsoft.ContainerInstance/*'\n",
    found: ['app', 'logicApps'].flatMap((who) => [
      `infra/modules/rbac-jobs.bicep right ${who} Microsoft.ContainerInstance/* jobsGroup is not in ${rightsTable}`,
      `${rbac} right ${who} Microsoft.ContainerInstance/containerGroups/delete jobsGroup of ${rightsTable} is not here`,
    ]),
  },
  {
    title: 'an assignment that nothing explains',
    file: rbac,
    before: '// Claims, jobs and tasks.\n',
    after: '',
    found: [`${rbac} nothing says why: app StorageTableDataContributor jobsStorage`],
  },
  {
    title: 'a port method of which nobody has said what it may do',
    file: 'clients/ports.ts',
    before: 'export interface RejectedMessages {\n',
    after: 'export interface RejectedMessages {\n  take(): Promise<void>;\n',
    found: [`${rightsTable} method RejectedMessages.take of clients/ports.ts is not here`],
  },
  {
    title: 'a connection of another name',
    file: 'app.ts',
    before: "'ServiceBusConnection'",
    after: "'Bus'",
    found: ['clientId', 'credential'].flatMap((part) => [
      `${functionApp} setting Bus__${part} of the connections of app.ts is not here`,
      `${functionApp} setting ServiceBusConnection__${part} is not in the connections of app.ts`,
    ]),
  },
  {
    title: 'a setting that config.ts reads by its name',
    file: 'config.ts',
    before: "environment['DEPLOYMENT_OWNER']",
    after: "environment['DEPLOYMENT_MARK']",
    found: [`${functionApp} setting DEPLOYMENT_MARK of config.ts is not here`],
  },
  {
    title: 'a parameter that a definition wants and nobody gives',
    file: logicApps,
    before: "      inputContainer: { value: 'logic-reviews' }\n",
    after: '',
    found: [`${logicApps} logicapps/blob-sentiment.json needs the parameter inputContainer`],
  },
  {
    title: 'a parameter that a definition does not have',
    file: logicApps,
    before: "      queueName: { value: 'jobs' }\n",
    after: "      queueName: { value: 'jobs' }\n      owner: { value: owner }\n",
    found: [`${logicApps} logicapps/blob-to-jobs-queue.json has no parameter owner`],
  },
  {
    title: 'a connection that a definition uses and nobody gives',
    file: logicApps,
    before: '          azureblob: blobConnection\n          aci: aciConnection\n',
    after: '          azureblob: blobConnection\n',
    found: [`${logicApps} connection aci of logicapps/blob-sentiment.json is not here`],
  },
  {
    title: 'a queue that nobody makes for a Logic App',
    file: logicApps,
    before: "queueName: { value: 'logic-jobs' }",
    after: "queueName: { value: 'logic-work' }",
    found: [
      `${logicApps} nothing makes logic-work`,
      'infra/modules/rbac-logicapps.bicep the Logic Apps have no right on logic-work',
    ],
  },
  {
    title: 'a definition that is not deployed',
    file: logicApps,
    before: "loadJsonContent('../../logicapps/queue-job.json').definition",
    after: '{}',
    found: [`${logicApps} definition queue-job of logicapps/ is not here`],
  },
  {
    title: 'an operation of a connector of which nobody has said what it may do',
    file: 'logicapps/blob-to-jobs-queue.json',
    before: '"method": "post"',
    after: '"method": "patch"',
    found: [
      'logicapps/blob-to-jobs-queue.json no rights are known for azurequeues patch queues/messages',
    ],
  },
  {
    title: 'a kind of trigger of which nobody has said what it may do',
    file: 'index.ts',
    before: "app.timer('sweepGroups', {",
    after: "app.cosmosDB('sweepGroups', {",
    found: ['index.ts no rights are known for cosmosDB'],
  },
];

test.each(deviations)('finds $title', async ({ file, before, after, found }) => {
  await using copy = await projectCopy();
  const { folder } = copy;
  change(folder, file, before, after);
  const texts = findingsIn(folder).map((text) => text.replace(/:\d+ /, ' '));
  expect(texts.sort()).toEqual([...found].sort());
});
