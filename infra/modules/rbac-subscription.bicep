metadata description = 'The little that must be asked of the subscription: how a long-running operation of Container Instances goes.'

targetScope = 'subscription'

@description('Names the role in the tenant, where no two roles may have the same name.')
param roleSuffix string
param appPrincipalId string

@description('Empty when no Logic Apps are deployed.')
param logicAppsPrincipalId string

// Operations and usages belong to a location of the subscription, not to a resource group. Reads only.
resource locationReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, roleSuffix, 'durable-aci location reader')
  properties: {
    roleName: 'durable-aci location reader ${roleSuffix}'
    description: 'Reads the operations, usages and capabilities of Container Instances in each location.'
    type: 'CustomRole'
    assignableScopes: [
      subscription().id
    ]
    permissions: [
      {
        actions: [
          'Microsoft.ContainerInstance/locations/operations/read'
          'Microsoft.ContainerInstance/locations/operationResults/read'
          'Microsoft.ContainerInstance/locations/usages/read'
          'Microsoft.ContainerInstance/locations/capabilities/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

// The SDK asks how a create or delete that ARM goes on with later is getting along.
resource appReadsOperations 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, appPrincipalId, locationReader.id)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: locationReader.id
  }
}

// An action of a Logic App follows the Location of a 202, which is such an operation.
resource logicAppsReadOperations 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(logicAppsPrincipalId)) {
  name: guid(subscription().id, logicAppsPrincipalId, locationReader.id)
  properties: {
    principalId: logicAppsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: locationReader.id
  }
}
