metadata description = 'The Functions app on Flex Consumption: scales to nothing, reaches everything by its identity.'

param location string
param tags object
param planName string
param appName string

@description('The service of azure.yaml whose code is deployed here.')
param serviceName string

@description('Of the identity that the app runs as.')
param identityId string
param identityClientId string

param hostStorageName string
param packageContainerName string
param jobsStorageName string
param applicationInsightsName string
param serviceBusNamespace string

@description('The Service Bus queues that a job message may name for its reply.')
param replyQueues array

@description('Who may be told how a job ended: storageQueue:<name>, serviceBus:<name>, webhook:<host> or webhook:*.<domain>.')
param notifyTargets array

@description('Ids of the managed identities, or beginnings of them with a *, that groups of jobs may be given.')
param allowedIdentities array

@description('Ids of the subnets, or beginnings of them with a *, that groups of jobs may join.')
param allowedSubnets array

@description('What groups of some images may be given besides: rules as docs/secrets.md has them.')
param jobPolicy array

@description('Whether Azure Monitor is asked, once per task, what its containers have used.')
param metricsAdvice bool

@description('The vault of the secrets that jobs name.')
param keyVaultName string

@description('The secret of the vault that signs webhooks: whsec_ and base64. Empty where none is called.')
param webhookSecretName string

param jobsSubscriptionId string
param jobsResourceGroup string
param jobsLocation string
param imagePrefix string

@description('How many days a repeated start with the same idempotency key gives the same job.')
param idempotencyDays int

@description('Signs the tokens by which containers report their ends.')
@secure()
param hookKey string

@description('Days that things are kept: {history, files, logs, results, rows}.')
param retentionDays object

@description('Which uploads start which workload: [{container, prefix?, suffix?, workload}].')
param blobRules array

@allowed([
  'AzureStorage'
  'azureManaged'
])
param durableBackend string
param taskHubName string

@description('Empty when Azure Storage keeps the orchestrations.')
param schedulerEndpoint string

@allowed([
  '22'
  '24'
])
param nodeVersion string

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource jobsStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: jobsStorageName
}

resource keyVault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: keyVaultName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// The app's sweeper deletes what carries this mark, so no other deployment may have the same.
var owner = '${appName}-${taskHubName}'

// The settings that config.ts reads; `npm run check:infra` compares them.
var appSettings = {
  JobsStorage__blobServiceUri: jobsStorage.properties.primaryEndpoints.blob
  JobsStorage__queueServiceUri: jobsStorage.properties.primaryEndpoints.queue
  JobsStorage__tableServiceUri: jobsStorage.properties.primaryEndpoints.table
  ARM_ENDPOINT: environment().resourceManager
  AZURE_SUBSCRIPTION_ID: jobsSubscriptionId
  ACI_RESOURCE_GROUP: jobsResourceGroup
  ACI_LOCATION: jobsLocation
  IMAGE_PREFIX: imagePrefix
  DEPLOYMENT_OWNER: owner
  IDEMPOTENCY_DAYS: string(idempotencyDays)
  RETENTION_DAYS: string(retentionDays)
  HOOK_KEY: hookKey
  BLOB_RULES: string(blobRules)
  ServiceBusConnection__fullyQualifiedNamespace: serviceBusNamespace
  REPLY_QUEUES: join(replyQueues, ',')
  ALLOWED_IDENTITIES: join(allowedIdentities, ',')
  ALLOWED_SUBNETS: join(allowedSubnets, ',')
  JOB_POLICY: string(jobPolicy)
  KEY_VAULT_URL: keyVault.properties.vaultUri
  METRICS_ADVICE: metricsAdvice ? 'true' : 'false'
  NOTIFY_TARGETS: join(notifyTargets, ',')
  // https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
  NOTIFY_WEBHOOK_SECRET: empty(webhookSecretName) ? '' : '@Microsoft.KeyVault(VaultName=${keyVaultName};SecretName=${webhookSecretName})'
}

// The identity-based connections that the triggers name:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection
var connectionSettings = {
  JobsStorage__credential: 'managedidentity'
  JobsStorage__clientId: identityClientId
  ServiceBusConnection__credential: 'managedidentity'
  ServiceBusConnection__clientId: identityClientId
}

// What the host, the SDKs and the extensions read.
var platformSettings = {
  AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // DefaultAzureCredential: this identity, and no other credential that might be about.
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // They override host.json: https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
  AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: durableBackend
}

// https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-identity
var schedulerSettings = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: union(tags, {
    'azd-service-name': serviceName
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstanceCount
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    appSettings,
    connectionSettings,
    platformSettings,
    durableBackend == 'azureManaged' ? schedulerSettings : {}
  )
}

// Code is deployed with an Entra token; the passwords of the deployment endpoints are switched off.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output appName string = app.name
output hostName string = app.properties.defaultHostName
output owner string = owner
