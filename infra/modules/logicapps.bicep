metadata description = 'The Logic Apps of logicapps/, the other way to start and run jobs, with their connections.'

param location string
param tags object
param prefix string
param token string

@description('Of the identity that all of them run as.')
param identityId string

@description('Of the identity that container groups pull images with.')
param pullIdentityId string

@description('Log Analytics workspace.')
param workspaceId string
param storageAccountName string
param jobsSubscriptionId string
param jobsResourceGroup string
param jobsLocation string
param registryServer string

@description('The mark of this deployment: the sweeper of the app deletes what is left of the groups that carry it.')
param owner string

var blobApi = subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azureblob')
var queueApi = subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azurequeues')
var aciApi = subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'aci')

// The types of connections are those of 2016: what says that an identity is used is known to the service only.
// https://github.com/Azure/bicep-types-az/issues/2197
resource azureblob 'Microsoft.Web/connections@2016-06-01' = {
  name: 'azureblob-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'durable-aci blobs'
    api: {
      id: blobApi
    }
    #disable-next-line BCP037
    parameterValueSet: {
      name: 'managedIdentityAuth'
      values: {}
    }
  }
}

resource azurequeues 'Microsoft.Web/connections@2016-06-01' = {
  name: 'azurequeues-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'durable-aci queues'
    api: {
      id: queueApi
    }
    #disable-next-line BCP037
    parameterValueSet: {
      name: 'managedIdentityAuth'
      values: {}
    }
  }
}

// A connector with one way to log in; the identity is the alternative to it.
resource aci 'Microsoft.Web/connections@2016-06-01' = {
  name: 'aci-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'durable-aci container groups'
    api: {
      id: aciApi
    }
    #disable-next-line BCP037
    parameterValueType: 'Alternative'
    #disable-next-line BCP037
    alternativeParameterValues: {}
  }
}

var connectionProperties = {
  authentication: {
    type: 'ManagedServiceIdentity'
    identity: identityId
  }
}
var blobConnection = {
  connectionId: azureblob.id
  connectionName: azureblob.name
  connectionProperties: connectionProperties
  id: blobApi
}
var queueConnection = {
  connectionId: azurequeues.id
  connectionName: azurequeues.name
  connectionProperties: connectionProperties
  id: queueApi
}
var aciConnection = {
  connectionId: aci.id
  connectionName: aci.name
  connectionProperties: connectionProperties
  id: aciApi
}

module blobSentiment 'logicapp.bicep' = {
  name: 'logicapp-blob-sentiment'
  params: {
    location: location
    tags: tags
    name: '${prefix}blob-sentiment-${token}'
    identityId: identityId
    workspaceId: workspaceId
    definition: loadJsonContent('../../logicapps/blob-sentiment.json').definition
    parameters: {
      '$connections': {
        value: {
          azureblob: blobConnection
          aci: aciConnection
        }
      }
      subscriptionId: { value: jobsSubscriptionId }
      resourceGroupName: { value: jobsResourceGroup }
      location: { value: jobsLocation }
      image: { value: '${registryServer}/sentiment:latest' }
      registryServer: { value: registryServer }
      pullIdentityId: { value: pullIdentityId }
      storageAccountName: { value: storageAccountName }
      inputContainer: { value: 'logic-reviews' }
      owner: { value: owner }
    }
  }
}

module queueJob 'logicapp.bicep' = {
  name: 'logicapp-queue-job'
  params: {
    location: location
    tags: tags
    name: '${prefix}queue-job-${token}'
    identityId: identityId
    workspaceId: workspaceId
    definition: loadJsonContent('../../logicapps/queue-job.json').definition
    parameters: {
      '$connections': {
        value: {
          azureblob: blobConnection
          azurequeues: queueConnection
          aci: aciConnection
        }
      }
      subscriptionId: { value: jobsSubscriptionId }
      resourceGroupName: { value: jobsResourceGroup }
      location: { value: jobsLocation }
      registryServer: { value: registryServer }
      pullIdentityId: { value: pullIdentityId }
      imagePrefix: { value: '${registryServer}/' }
      storageAccountName: { value: storageAccountName }
      queueName: { value: 'logic-jobs' }
      owner: { value: owner }
    }
  }
}

module blobToJobsQueue 'logicapp.bicep' = {
  name: 'logicapp-blob-to-jobs-queue'
  params: {
    location: location
    tags: tags
    name: '${prefix}blob-to-jobs-queue-${token}'
    identityId: identityId
    workspaceId: workspaceId
    definition: loadJsonContent('../../logicapps/blob-to-jobs-queue.json').definition
    parameters: {
      '$connections': {
        value: {
          azureblob: blobConnection
          azurequeues: queueConnection
        }
      }
      storageAccountName: { value: storageAccountName }
      blobEndpoint: { value: 'https://${storageAccountName}.blob.${environment().suffixes.storage}' }
      inputContainer: { value: 'queued-reviews' }
      queueName: { value: 'jobs' }
    }
  }
}
