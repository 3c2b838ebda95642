/** Who may do what, where: `<identity> <role or action> <scope>`, the scope by its name in the Bicep. */
type Right = `${'app' | 'logicApps' | 'pull' | 'events' | 'deployer'} ${string} ${string}`;

const group = (who: 'app' | 'logicApps', action: string): Right =>
  `${who} Microsoft.ContainerInstance/containerGroups/${action} jobsGroup`;
const operations = (who: 'app' | 'logicApps'): Right[] =>
  ['operations/read', 'operationResults/read', 'usages/read', 'capabilities/read'].map(
    (action): Right => `${who} Microsoft.ContainerInstance/locations/${action} subscription`,
  );

const blobs: Right = 'app StorageBlobDataContributor appContainers';
const tables: Right = 'app StorageTableDataContributor jobsStorage';
const queues: Right = 'app StorageQueueDataContributor jobsStorage';
const signs: Right = 'app StorageBlobDelegator jobsStorage';
const resourceGroup = (who: 'app' | 'logicApps'): Right =>
  `${who} Microsoft.Resources/subscriptions/resourceGroups/read jobsGroup`;

/** The app touches the world by its ports only, so these are the rights of its activities and triggers. */
export const rightsOfPorts: Readonly<Record<string, readonly Right[]>> = {
  // Create-or-get tells a missing resource group from a missing group.
  'ContainerGroups.create': [
    group('app', 'write'),
    group('app', 'read'),
    resourceGroup('app'),
    ...operations('app'),
  ],
  'ContainerGroups.read': [group('app', 'read')],
  'ContainerGroups.readTags': [group('app', 'read')],
  'ContainerGroups.readLog': [group('app', 'containers/logs/read')],
  'ContainerGroups.delete': [group('app', 'delete'), ...operations('app')],
  'ContainerGroups.tag': [group('app', 'read'), group('app', 'write')],
  'ContainerGroups.listOwned': [group('app', 'read')],
  'Metrics.measured': ['app MonitoringReader jobsGroup'],
  'Regions.usage': ['app Microsoft.ContainerInstance/locations/usages/read subscription'],
  'Artifacts.saveJobFile': [blobs],
  'Artifacts.readJobFile': [blobs],
  'Artifacts.createLog': [blobs],
  'Artifacts.appendLog': [blobs],
  'Artifacts.logUrl': [],
  'Artifacts.logLength': [blobs],
  'Artifacts.openBlob': [blobs],
  'Artifacts.readText': [blobs],
  'Artifacts.listBlobs': [blobs],
  'Artifacts.listResults': [blobs],
  'Artifacts.snapshot': [blobs],
  'Artifacts.resultsUrl': [],
  'Artifacts.signRead': [signs, blobs],
  'Artifacts.signAppend': [signs, blobs],
  'Artifacts.signWrite': [signs, blobs],
  'JobStore.claim': [tables],
  'JobStore.addJob': [tables],
  'JobStore.readJob': [tables],
  'JobStore.updateJob': [tables],
  'JobStore.listJobs': [tables],
  'JobStore.putTask': [tables],
  'JobStore.readTask': [tables],
  'JobStore.listTasks': [tables],
  'JobStore.addSteps': [tables],
  'JobStore.listSteps': [tables],
  'JobStore.changeStep': [tables],
  'JobStore.decideStep': [tables],
  'JobStore.readDecision': [tables],
  'JobStore.requestStop': [tables],
  'JobStore.readStop': [tables],
  'JobStore.coolRegion': [tables],
  'JobStore.coolRegions': [tables],
  'JobStore.reportExit': [tables],
  'JobStore.readExits': [tables],
  'JobStore.readPastRuns': [tables],
  'JobStore.recordRun': [tables],
  'JobStore.countSwept': [tables],
  'JobStore.recordClean': [tables],
  'Signatures.sign': [],
  'Signatures.verify': [],
  'Secrets.read': ['app KeyVaultSecretsUser keyVault'],
  'Replies.send': ['app ServiceBusDataSender serviceBusReplies'],
  'Notifications.send': [queues, 'app ServiceBusDataSender serviceBusReplies'],
  'KeptOfJobs.deleteFiles': [blobs],
  'KeptOfJobs.deleteRows': [tables],
  'KeptOfJobs.deleteClaims': [tables],
  'RejectedMessages.put': [queues],
};

const ownsHostBlobs: Right = 'app StorageBlobDataOwner hostStorage';

/** What the host does for each kind of function in index.ts. */
export const rightsOfBindings: Readonly<Record<string, readonly Right[]>> = {
  http: [],
  // A lease makes one instance of many the one that runs it.
  timer: [ownsHostBlobs],
  // The host makes the poison queue when it needs one.
  storageQueue: [queues],
  serviceBusQueue: ['app ServiceBusDataReceiver serviceBusJobs'],
  orchestration: [
    ownsHostBlobs,
    'app StorageQueueDataContributor hostStorage',
    'app StorageTableDataContributor hostStorage',
    'app DurableTaskDataContributor scheduler',
  ],
  activity: [],
};

/** By connection, method and path of the actions and triggers of logicapps/. */
export const rightsOfConnectors: Readonly<Record<string, readonly Right[]>> = {
  'aci put containerGroups': [
    group('logicApps', 'write'),
    group('logicApps', 'read'),
    resourceGroup('logicApps'),
    'logicApps ManagedIdentityOperator pullIdentity',
    'pull AcrPull registry',
  ],
  'aci get containerGroups': [group('logicApps', 'read')],
  'aci get containerGroups/containers/logs': [group('logicApps', 'containers/logs/read')],
  'aci delete containerGroups': [group('logicApps', 'delete'), ...operations('logicApps')],
  'azureblob get triggers/batch/onupdatedfile': ['logicApps StorageBlobDataReader inputContainers'],
  'azureblob post CreateSharedLinkByPath': [
    'logicApps StorageBlobDelegator account',
    'logicApps StorageBlobDataReader inputContainers',
    'logicApps StorageBlobDataContributor outputContainers',
  ],
  'azureblob post files': ['logicApps StorageBlobDataContributor outputContainers'],
  'azurequeues get queues/message_trigger': [
    'logicApps StorageQueueDataMessageProcessor takenQueue',
  ],
  'azurequeues delete queues/messages': ['logicApps StorageQueueDataMessageProcessor takenQueue'],
  'azurequeues post queues/messages': ['logicApps StorageQueueDataMessageSender sentQueues'],
};

/** What neither the app's code nor a definition asks for. */
export const otherRights: readonly Right[] = [
  'app MonitoringMetricsPublisher applicationInsights',
  'events StorageQueueDataMessageSender blobEventsQueue',
  'deployer StorageBlobDataContributor jobsStorage',
  'deployer StorageQueueDataContributor jobsStorage',
  'deployer ServiceBusDataSender serviceBusJobs',
  'deployer ServiceBusDataReceiver serviceBusReplies',
  // The setting NOTIFY_WEBHOOK_SECRET is a reference to it.
  'app KeyVaultSecretsUser keyVault',
  'deployer KeyVaultSecretsOfficer keyVault',
  'deployer DurableTaskDataContributor scheduler',
];
