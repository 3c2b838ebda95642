metadata description = 'Who may do what with the stores, queues and telemetry: one assignment, one reason.'

param jobsStorageName string
param hostStorageName string
param serviceBusName string
param applicationInsightsName string
param keyVaultName string
param registryName string

@description('Empty when Azure Storage keeps the orchestrations.')
param schedulerName string

param appPrincipalId string
param eventsPrincipalId string
param pullPrincipalId string

@description('The person or pipeline that deploys; empty for nobody.')
param deployerPrincipalId string

@allowed([
  'Group'
  'ServicePrincipal'
  'User'
])
param deployerPrincipalType string

@description('The containers that the app reads, or writes, or signs URLs for.')
param appContainerNames array

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  DurableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
  KeyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  KeyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  MonitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  ServiceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  ServiceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  StorageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  StorageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  StorageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  StorageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  StorageQueueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  StorageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource jobsStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: jobsStorageName
}
resource jobsBlobServices 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: jobsStorage
  name: 'default'
}
resource appContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for name in appContainerNames: {
    parent: jobsBlobServices
    name: name
  }
]
resource jobsQueueServices 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: jobsStorage
  name: 'default'
}
resource blobEventsQueue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' existing = {
  parent: jobsQueueServices
  name: 'blob-events'
}
resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}
resource serviceBusJobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: 'jobs'
}
resource serviceBusReplies 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: 'job-replies'
}
resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}
resource keyVault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: keyVaultName
}
resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: registryName
}
resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = if (!empty(schedulerName)) {
  name: schedulerName
}

// Job files, logs and results are written and read, uploads are read and snapshotted; the URLs that containers get can do no more than this.
resource appUsesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in appContainerNames: {
    scope: appContainers[index]
    name: guid(appContainers[index].id, appPrincipalId, roles.StorageBlobDataContributor)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDataContributor)
    }
  }
]

// User-delegation SAS: the key that signs is the account's to give.
resource appSignsUrls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: jobsStorage
  name: guid(jobsStorage.id, appPrincipalId, roles.StorageBlobDelegator)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDelegator)
  }
}

// The queue triggers take messages and make their poison queues; what cannot become a job goes to jobs-rejected.
resource appUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: jobsStorage
  name: guid(jobsStorage.id, appPrincipalId, roles.StorageQueueDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataContributor)
  }
}

// Claims, jobs and tasks.
resource appUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: jobsStorage
  name: guid(jobsStorage.id, appPrincipalId, roles.StorageTableDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageTableDataContributor)
  }
}

// The host keeps its leases and keys, and reads the app package.
resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, appPrincipalId, roles.StorageBlobDataOwner)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDataOwner)
  }
}

// Control and work-item queues of the task hub, which only the Azure Storage backend has.
resource hostUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (empty(schedulerName)) {
  scope: hostStorage
  name: guid(hostStorage.id, appPrincipalId, roles.StorageQueueDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataContributor)
  }
}

// History and instances of the task hub; with the scheduler only the host's own diagnostic events.
resource hostUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, appPrincipalId, roles.StorageTableDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageTableDataContributor)
  }
}

// Orchestrations are kept in the Durable Task Scheduler.
resource appUsesScheduler 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(schedulerName)) {
  scope: scheduler
  name: guid(scheduler.id, appPrincipalId, roles.DurableTaskDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.DurableTaskDataContributor)
  }
}

// The Service Bus trigger takes job messages.
resource appReceivesJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: serviceBusJobs
  name: guid(serviceBusJobs.id, appPrincipalId, roles.ServiceBusDataReceiver)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.ServiceBusDataReceiver)
  }
}

// The outcome of a job goes to whoever asked for a reply.
resource appSendsReplies 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: serviceBusReplies
  name: guid(serviceBusReplies.id, appPrincipalId, roles.ServiceBusDataSender)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.ServiceBusDataSender)
  }
}

// Secrets that jobs name are read when a group is created; the setting NOTIFY_WEBHOOK_SECRET is a reference to one, which
// the platform reads as the app.
resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault
  name: guid(keyVault.id, appPrincipalId, roles.KeyVaultSecretsUser)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.KeyVaultSecretsUser)
  }
}

// Application Insights takes telemetry from identities only.
resource appSendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: applicationInsights
  name: guid(applicationInsights.id, appPrincipalId, roles.MonitoringMetricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.MonitoringMetricsPublisher)
  }
}

// Images of our own are pulled; this identity may do nothing else.
resource groupsPullImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, pullPrincipalId, roles.AcrPull)
  properties: {
    principalId: pullPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.AcrPull)
  }
}

// Event Grid puts its events into this one queue.
resource eventsReachQueue 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: blobEventsQueue
  name: guid(blobEventsQueue.id, eventsPrincipalId, roles.StorageQueueDataMessageSender)
  properties: {
    principalId: eventsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataMessageSender)
  }
}

// Whoever deploys can upload an input and fetch a result: nobody has a key.
resource deployerUsesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: jobsStorage
  name: guid(jobsStorage.id, deployerPrincipalId, roles.StorageBlobDataContributor)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDataContributor)
  }
}

// Whoever deploys can start a job by a queue message, and see what was rejected.
resource deployerSendsMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: jobsStorage
  name: guid(jobsStorage.id, deployerPrincipalId, roles.StorageQueueDataContributor)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataContributor)
  }
}

// Whoever deploys can start a job by a Service Bus message.
resource deployerSendsJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: serviceBusJobs
  name: guid(serviceBusJobs.id, deployerPrincipalId, roles.ServiceBusDataSender)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.ServiceBusDataSender)
  }
}

// Whoever deploys can read the reply to it.
resource deployerReceivesReplies 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: serviceBusReplies
  name: guid(serviceBusReplies.id, deployerPrincipalId, roles.ServiceBusDataReceiver)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.ServiceBusDataReceiver)
  }
}

// Whoever deploys puts the secrets into the vault.
resource deployerKeepsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: keyVault
  name: guid(keyVault.id, deployerPrincipalId, roles.KeyVaultSecretsOfficer)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.KeyVaultSecretsOfficer)
  }
}

// Whoever deploys can look at orchestrations on the dashboard of the scheduler.
resource deployerSeesOrchestrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId) && !empty(schedulerName)) {
  scope: scheduler
  name: guid(scheduler.id, deployerPrincipalId, roles.DurableTaskDataContributor)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.DurableTaskDataContributor)
  }
}
