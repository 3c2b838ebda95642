metadata description = 'Who the Logic Apps are to the stores and the registry\'s identity: one assignment, one reason.'

param storageAccountName string
param pullIdentityName string
param logicAppsPrincipalId string

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  ManagedIdentityOperator: 'f1a07417-d97a-45cb-824c-7a7467783830'
  StorageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  StorageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  StorageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  StorageQueueDataMessageProcessor: '8a0f0c08-91a1-4084-bc3d-661d67233fed'
  StorageQueueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
}
var inputContainerNames = [
  'logic-reviews'
  'queued-reviews'
]
var outputContainerNames = [
  'results'
  'logs'
]
var sentQueueNames = [
  'jobs'
  'logic-jobs-poison'
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageAccountName
}
resource blobServices 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}
resource inputContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for name in inputContainerNames: {
    parent: blobServices
    name: name
  }
]
resource outputContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for name in outputContainerNames: {
    parent: blobServices
    name: name
  }
]
resource queueServices 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}
resource takenQueue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' existing = {
  parent: queueServices
  name: 'logic-jobs'
}
resource sentQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' existing = [
  for name in sentQueueNames: {
    parent: queueServices
    name: name
  }
]
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: pullIdentityName
}

// The blob triggers list new blobs, and what is signed for a container can do no more than who signs it.
resource logicAppsReadInputs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in inputContainerNames: {
    scope: inputContainers[index]
    name: guid(inputContainers[index].id, logicAppsPrincipalId, roles.StorageBlobDataReader)
    properties: {
      principalId: logicAppsPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDataReader)
    }
  }
]

// Logs are written, and results are what containers may write.
resource logicAppsWriteOutputs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in outputContainerNames: {
    scope: outputContainers[index]
    name: guid(outputContainers[index].id, logicAppsPrincipalId, roles.StorageBlobDataContributor)
    properties: {
      principalId: logicAppsPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDataContributor)
    }
  }
]

// User-delegation SAS: the key that signs is the account's to give.
resource logicAppsSignUrls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, logicAppsPrincipalId, roles.StorageBlobDelegator)
  properties: {
    principalId: logicAppsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageBlobDelegator)
  }
}

// queue-job takes its messages and deletes them.
resource logicAppsTakeMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: takenQueue
  name: guid(takenQueue.id, logicAppsPrincipalId, roles.StorageQueueDataMessageProcessor)
  properties: {
    principalId: logicAppsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataMessageProcessor)
  }
}

// queue-job puts aside what failed, and blob-to-jobs-queue hands jobs to the app.
resource logicAppsSendMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in sentQueueNames: {
    scope: sentQueues[index]
    name: guid(sentQueues[index].id, logicAppsPrincipalId, roles.StorageQueueDataMessageSender)
    properties: {
      principalId: logicAppsPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.StorageQueueDataMessageSender)
    }
  }
]

// Only who may use an identity can put it on a group: this one, and no other.
resource logicAppsUsePullIdentity 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: pullIdentity
  name: guid(pullIdentity.id, logicAppsPrincipalId, roles.ManagedIdentityOperator)
  properties: {
    principalId: logicAppsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.ManagedIdentityOperator)
  }
}
