metadata description = 'Everything that durable-aci needs on Azure: one resource group for the app, one for the container groups of its jobs.'

targetScope = 'subscription'

@description('Names everything that is made; azd gives the name of its environment.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of the app and of the container groups; it needs Flex Consumption and Container Instances.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Object id of who deploys, who may then use the stores and queues; empty for nobody.')
param principalId string = ''

@allowed([
  'Group'
  'ServicePrincipal'
  'User'
])
param principalType string = 'User'

@description('What keeps the orchestrations: Azure Storage, or the Durable Task Scheduler.')
@allowed([
  'AzureStorage'
  'azureManaged'
])
param durableBackend string = 'AzureStorage'

@description('Whether the Logic Apps of logicapps/ are deployed; each polls once a minute and costs for that.')
param deployLogicApps bool = true

@description('How many days a repeated start with the same idempotency key gives the same job.')
@minValue(1)
@maxValue(3650)
param idempotencyDays int = 7

@description('Who jobs may name in `notify`: storageQueue:<name>, serviceBus:<name>, webhook:<host> or webhook:*.<domain>.')
param notifyTargets array = [
  'storageQueue:job-notices'
]

@description('Ids of the managed identities, or beginnings of them with a *, that groups of jobs may be given. The app needs the role Managed Identity Operator on each.')
param allowedIdentities array = []

@description('Ids of the subnets, or beginnings of them with a *, that groups of jobs may join. The app needs Microsoft.Network/virtualNetworks/subnets/join/action on each.')
param allowedSubnets array = []

@description('Which images may be given which secrets, identities, subnets, regions and resource groups: a list of {images, secretRefs?, identities?, subnets?, regions?, resourceGroups?}, as docs/secrets.md has it.')
param jobPolicy array = []

@description('Whether Azure Monitor is asked, once per task, what its containers have used: the status of a job then advises smaller sizes.')
param metricsAdvice bool = false

@description('The secret of the key vault that signs webhooks: whsec_ and base64 of 24 to 64 bytes. Empty where none is called.')
param webhookSecretName string = ''

@description('Days after which the files and logs of a job are deleted.')
@minValue(8)
param jobRetentionDays int = 30

@description('Days after which results are deleted.')
@minValue(8)
param resultRetentionDays int = 90

@description('Signs the tokens by which containers report their ends: new with each deployment, after which running ones are polled.')
@secure()
param hookKey string = newGuid()

@allowed([
  '22'
  '24'
])
param nodeVersion string = '24'

@description('The most instances that the app scales out to.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = {
  'azd-env-name': environmentName
}
// Letters and digits, as a task hub on Azure Storage must be named:
// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-task-hubs#task-hub-names
var taskHubName = 'DurableAci'
var usesScheduler = durableBackend == 'azureManaged'

resource appGroup 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

// Container groups only, so that the right to run jobs reaches nothing else.
resource jobsGroup 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}-jobs'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: appGroup
  name: 'identity'
  params: {
    location: location
    tags: tags
    prefix: abbreviations.managedIdentity
    token: token
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: appGroup
  name: 'monitoring'
  params: {
    location: location
    tags: tags
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    applicationInsightsName: '${abbreviations.applicationInsights}${token}'
  }
}

module storage 'modules/storage.bicep' = {
  scope: appGroup
  name: 'storage'
  params: {
    location: location
    tags: tags
    accountName: '${abbreviations.storageAccount}jobs${token}'
    jobRetentionDays: jobRetentionDays
    resultRetentionDays: resultRetentionDays
  }
}

module hostStorage 'modules/hoststorage.bicep' = {
  scope: appGroup
  name: 'hoststorage'
  params: {
    location: location
    tags: tags
    accountName: '${abbreviations.storageAccount}host${token}'
  }
}

module registry 'modules/registry.bicep' = {
  scope: appGroup
  name: 'registry'
  params: {
    location: location
    tags: tags
    registryName: '${abbreviations.containerRegistry}${token}'
  }
}

module serviceBus 'modules/servicebus.bicep' = {
  scope: appGroup
  name: 'servicebus'
  params: {
    location: location
    tags: tags
    namespaceName: '${abbreviations.serviceBusNamespace}${token}'
  }
}

module keyVault 'modules/keyvault.bicep' = {
  scope: appGroup
  name: 'keyvault'
  params: {
    location: location
    tags: tags
    vaultName: '${abbreviations.keyVault}${token}'
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  scope: appGroup
  name: 'scheduler'
  params: {
    location: location
    tags: tags
    schedulerName: '${abbreviations.durableTaskScheduler}${token}'
    taskHubName: taskHubName
  }
}

module rbac 'modules/rbac.bicep' = {
  scope: appGroup
  name: 'rbac'
  params: {
    jobsStorageName: storage.outputs.accountName
    hostStorageName: hostStorage.outputs.accountName
    serviceBusName: serviceBus.outputs.namespaceName
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    keyVaultName: keyVault.outputs.vaultName
    registryName: registry.outputs.registryName
    #disable-next-line BCP318
    schedulerName: usesScheduler ? scheduler.outputs.schedulerName : ''
    appPrincipalId: identity.outputs.appPrincipalId
    eventsPrincipalId: identity.outputs.eventsPrincipalId
    pullPrincipalId: identity.outputs.pullPrincipalId
    appContainerNames: storage.outputs.containerNames
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
}

module rbacJobs 'modules/rbac-jobs.bicep' = {
  scope: jobsGroup
  name: 'rbac-jobs'
  params: {
    roleSuffix: token
    appPrincipalId: identity.outputs.appPrincipalId
    logicAppsPrincipalId: deployLogicApps ? identity.outputs.logicAppsPrincipalId : ''
    metricsAdvice: metricsAdvice
  }
}

module rbacSubscription 'modules/rbac-subscription.bicep' = {
  name: 'rbac-subscription-${token}'
  params: {
    roleSuffix: token
    appPrincipalId: identity.outputs.appPrincipalId
    logicAppsPrincipalId: deployLogicApps ? identity.outputs.logicAppsPrincipalId : ''
  }
}

module events 'modules/events.bicep' = {
  scope: appGroup
  name: 'events'
  params: {
    location: location
    tags: tags
    topicName: '${abbreviations.systemTopic}${token}'
    storageAccountName: storage.outputs.accountName
    identityId: identity.outputs.eventsId
  }
  dependsOn: [
    rbac
  ]
}

module functionApp 'modules/functionapp.bicep' = {
  scope: appGroup
  name: 'functionapp'
  params: {
    location: location
    tags: tags
    planName: '${abbreviations.functionPlan}${token}'
    appName: '${abbreviations.functionApp}${token}'
    serviceName: 'api'
    identityId: identity.outputs.appId
    identityClientId: identity.outputs.appClientId
    hostStorageName: hostStorage.outputs.accountName
    packageContainerName: hostStorage.outputs.packageContainerName
    jobsStorageName: storage.outputs.accountName
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    serviceBusNamespace: serviceBus.outputs.fullyQualifiedNamespace
    replyQueues: [
      'job-replies'
    ]
    notifyTargets: notifyTargets
    allowedIdentities: allowedIdentities
    allowedSubnets: allowedSubnets
    jobPolicy: jobPolicy
    metricsAdvice: metricsAdvice
    keyVaultName: keyVault.outputs.vaultName
    webhookSecretName: webhookSecretName
    jobsSubscriptionId: subscription().subscriptionId
    jobsResourceGroup: jobsGroup.name
    jobsLocation: location
    imagePrefix: registry.outputs.loginServer
    idempotencyDays: idempotencyDays
    retentionDays: {
      history: jobRetentionDays
      files: jobRetentionDays
      logs: jobRetentionDays
      results: resultRetentionDays
      rows: max(jobRetentionDays, resultRetentionDays, idempotencyDays)
    }
    hookKey: hookKey
    blobRules: [
      {
        container: 'reviews'
        workload: 'sentiment'
      }
    ]
    durableBackend: durableBackend
    taskHubName: taskHubName
    #disable-next-line BCP318
    schedulerEndpoint: usesScheduler ? scheduler.outputs.endpoint : ''
    nodeVersion: nodeVersion
    maximumInstanceCount: maximumInstanceCount
  }
  dependsOn: [
    rbac
    rbacJobs
    rbacSubscription
  ]
}

module logicAppsStorage 'modules/logicapps-storage.bicep' = if (deployLogicApps) {
  scope: appGroup
  name: 'logicapps-storage'
  params: {
    storageAccountName: storage.outputs.accountName
  }
}

module rbacLogicApps 'modules/rbac-logicapps.bicep' = if (deployLogicApps) {
  scope: appGroup
  name: 'rbac-logicapps'
  params: {
    storageAccountName: storage.outputs.accountName
    pullIdentityName: identity.outputs.pullName
    logicAppsPrincipalId: identity.outputs.logicAppsPrincipalId
  }
  dependsOn: [
    logicAppsStorage
  ]
}

module logicApps 'modules/logicapps.bicep' = if (deployLogicApps) {
  scope: appGroup
  name: 'logicapps'
  params: {
    location: location
    tags: tags
    prefix: abbreviations.logicApp
    token: token
    identityId: identity.outputs.logicAppsId
    pullIdentityId: identity.outputs.pullId
    workspaceId: monitoring.outputs.workspaceId
    storageAccountName: storage.outputs.accountName
    jobsSubscriptionId: subscription().subscriptionId
    jobsResourceGroup: jobsGroup.name
    jobsLocation: location
    registryServer: registry.outputs.loginServer
    owner: functionApp.outputs.owner
  }
  dependsOn: [
    rbac
    rbacJobs
    rbacLogicApps
    rbacSubscription
  ]
}

// azd keeps these in its environment: the hooks of azure.yaml and docs/deploy.md use them. None is a secret.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = appGroup.name
output JOBS_RESOURCE_GROUP string = jobsGroup.name
output FUNCTION_APP_NAME string = functionApp.outputs.appName
output FUNCTION_APP_URL string = 'https://${functionApp.outputs.hostName}'
output JOBS_STORAGE_ACCOUNT string = storage.outputs.accountName
output SERVICE_BUS_NAMESPACE string = serviceBus.outputs.fullyQualifiedNamespace
output REGISTRY_NAME string = registry.outputs.registryName
