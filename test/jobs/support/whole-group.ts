const subscription =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers';
export const identityId = `${subscription}/Microsoft.ManagedIdentity/userAssignedIdentities/puller`;
export const subnetId = `${subscription}/Microsoft.Network/virtualNetworks/net/subnets/jobs`;

/** A group that has every part that a job's group may have. */
export const everything = {
  location: 'westeurope',
  tags: { team: 'blue', Owner: 'somebody' },
  zones: ['1'],
  identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
  properties: {
    osType: 'Linux',
    restartPolicy: 'OnFailure',
    priority: 'Regular',
    sku: 'Standard',
    initContainers: [
      {
        name: 'fetch',
        properties: {
          image: 'example.azurecr.io/fetch:1',
          command: ['fetch'],
          environmentVariables: [{ name: 'FROM', value: 'there' }],
          volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
          securityContext: { runAsUser: 1000 },
        },
      },
    ],
    containers: [
      {
        name: 'main',
        properties: {
          image: 'example.azurecr.io/tool:1',
          command: ['tool', '--fast'],
          ports: [
            { port: 80, protocol: 'tcp' },
            { port: 53, protocol: 'UDP' },
          ],
          environmentVariables: [{ name: 'MODE', value: 'fast' }],
          resources: { requests: { cpu: 1.5, memoryInGB: 2 }, limits: { cpu: 2, memoryInGB: 3 } },
          volumeMounts: [
            { name: 'scratch', mountPath: '/scratch' },
            { name: 'source', mountPath: '/src', readOnly: true },
          ],
          livenessProbe: { exec: { command: ['true'] }, periodSeconds: 5 },
          readinessProbe: {
            httpGet: {
              path: '/',
              port: 80,
              scheme: 'HTTP',
              httpHeaders: [{ name: 'X-A', value: 'b' }],
            },
            initialDelaySeconds: 0,
          },
          securityContext: { capabilities: { drop: ['ALL'] }, allowPrivilegeEscalation: false },
        },
      },
      {
        name: 'side',
        properties: { image: 'alpine:3', resources: { requests: { cpu: 0.5, memoryInGB: 1 } } },
      },
    ],
    volumes: [
      { name: 'scratch', emptyDir: {} },
      {
        name: 'source',
        gitRepo: { repository: 'https://example.com/a.git', revision: 'main', directory: '.' },
      },
    ],
    ipAddress: { type: 'Private', ports: [{ port: 80, protocol: 'TCP' }] },
    subnetIds: [{ id: subnetId, name: 'jobs' }],
    dnsConfig: { nameServers: ['10.0.0.10'], searchDomains: 'example.com', options: 'ndots:2' },
    imageRegistryCredentials: [{ server: 'example.azurecr.io', identity: identityId }],
    confidentialComputeProperties: { ccePolicy: 'cGFja2FnZQ==' },
    encryptionProperties: {
      vaultBaseUrl: 'https://vault.example/',
      keyName: 'key',
      keyVersion: '1',
      identity: identityId,
    },
  },
};

const version = '0123456789abcdef0123456789abcdef';

/** A group that names a secret wherever one can stand. */
export const secretive = {
  properties: {
    initContainers: [
      {
        name: 'init',
        properties: {
          image: 'example.azurecr.io/fetch:1',
          environmentVariables: [{ name: 'TOKEN', secretRef: 'api-token' }],
        },
      },
    ],
    containers: [
      {
        name: 'main',
        properties: {
          image: 'example.azurecr.io/tool:1',
          environmentVariables: [
            { name: 'MODE', value: 'fast' },
            { name: 'TOKEN', secretRef: 'api-token' },
            { name: 'OLD_TOKEN', secretRef: `api-token/${version}` },
          ],
          volumeMounts: [
            { name: 'share', mountPath: '/share' },
            { name: 'secrets', mountPath: '/run/secrets' },
          ],
        },
      },
    ],
    imageRegistryCredentials: [
      { server: 'example.azurecr.io', username: 'puller', secretRef: 'registry-password' },
    ],
    volumes: [
      {
        name: 'share',
        azureFile: {
          shareName: 'data',
          storageAccountName: 'account',
          readOnly: true,
          secretRef: 'https://other.vault.azure.net/secrets/storage-key',
        },
      },
      { name: 'secrets', secret: { 'config.json': { secretRef: 'config' } } },
    ],
  },
};

/**
 * As `az container export` writes a group: its reply at 2023-05-01 without what the command takes out of it
 * (`container_export` in azure-cli), with its own spelling of identities, and nulls.
 */
export const exported = {
  additional_properties: {},
  apiVersion: '2023-05-01',
  extended_location: null,
  identity: { type: 'UserAssigned', user_assigned_identities: { [identityId]: {} } },
  location: 'eastus',
  name: 'mygroup',
  properties: {
    containers: [
      {
        name: 'aci-tutorial-app',
        properties: {
          command: [],
          environmentVariables: [],
          image: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
          ports: [{ port: 80, protocol: 'TCP' }],
          resources: { requests: { cpu: 1.0, memoryInGB: 1.5 } },
        },
      },
    ],
    initContainers: [],
    ipAddress: {
      autoGeneratedDomainNameLabelScope: 'Unsecure',
      dnsNameLabel: 'aci-demo',
      fqdn: 'aci-demo.eastus.azurecontainer.io',
      ip: '20.1.2.3',
      ports: [{ port: 80, protocol: 'TCP' }],
      type: 'Public',
    },
    isCustomProvisioningTimeout: false,
    osType: 'Linux',
    provisioningState: 'Succeeded',
    instanceView: { events: [], state: 'Running' },
    provisioningTimeoutInSeconds: 1800,
    restartPolicy: 'OnFailure',
    sku: 'Standard',
  },
  tags: null,
  type: 'Microsoft.ContainerInstance/containerGroups',
};
