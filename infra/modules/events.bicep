metadata description = 'Event Grid tells the queue blob-events of new blobs, by identity: no webhook, so no key that exists only after the first deployment of code.'

param location string
param tags object
param topicName string
param storageAccountName string

@description('Identity that may send to the queue.')
param identityId string

// What local/event-grid/subscriptions.json has on one machine; `npm run check:infra` compares them.
var subscriptions = [
  {
    name: 'reviews'
    subjectBeginsWith: '/blobServices/default/containers/reviews/'
    subjectEndsWith: ''
    queue: 'blob-events'
  }
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageAccountName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: topicName
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

@batchSize(1)
resource eventSubscriptions 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for subscription in subscriptions: {
    parent: topic
    name: subscription.name
    properties: {
      deliveryWithResourceIdentity: {
        identity: {
          type: 'UserAssigned'
          userAssignedIdentity: identityId
        }
        destination: {
          endpointType: 'StorageQueue'
          properties: {
            resourceId: account.id
            queueName: subscription.queue
            // A week, the longest that a job may run: an app that stood still for days loses no upload.
            queueMessageTimeToLiveInSeconds: 604800
          }
        }
      }
      eventDeliverySchema: 'EventGridSchema'
      filter: {
        includedEventTypes: [
          'Microsoft.Storage.BlobCreated'
        ]
        subjectBeginsWith: subscription.subjectBeginsWith
        subjectEndsWith: subscription.subjectEndsWith
      }
      retryPolicy: {
        eventTimeToLiveInMinutes: 1440
        maxDeliveryAttempts: 30
      }
    }
  }
]
