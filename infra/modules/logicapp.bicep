metadata description = 'One Logic App on the Consumption plan, and what happened in its runs as logs.'

param location string
param tags object
param name string

@description('Of the identity that it runs as.')
param identityId string
param workspaceId string
param definition object

@description('The values of the definition\'s parameters, each as { value }.')
param parameters object

resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    state: 'Enabled'
    definition: definition
    parameters: parameters
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: workflow
  name: 'runs'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'WorkflowRuntime'
        enabled: true
      }
    ]
  }
}
