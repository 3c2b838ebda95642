metadata description = 'Who may run container groups: in the resource group of the jobs, and nowhere else.'

@description('Names the role in the tenant, where no two roles may have the same name.')
param roleSuffix string
param appPrincipalId string

@description('Empty when no Logic Apps are deployed.')
param logicAppsPrincipalId string

@description('Whether the app asks what groups have used.')
param metricsAdvice bool

var roles = {
  MonitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
}

// Contributor would also allow exec and attach, which open a shell in a running job.
resource jobRunner 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'durable-aci job runner')
  properties: {
    roleName: 'durable-aci job runner ${roleSuffix}'
    description: 'Creates, watches and deletes container groups and reads their logs.'
    type: 'CustomRole'
    assignableScopes: [
      resourceGroup().id
    ]
    permissions: [
      {
        actions: [
          'Microsoft.ContainerInstance/containerGroups/read'
          'Microsoft.ContainerInstance/containerGroups/write'
          'Microsoft.ContainerInstance/containerGroups/delete'
          'Microsoft.ContainerInstance/containerGroups/containers/logs/read'
          'Microsoft.Resources/subscriptions/resourceGroups/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
  }
}

// createGroup, readGroup, collectAttempt and deleteOrHandOver run the groups of jobs; sweepGroups lists and deletes what is left.
resource appRunsJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, appPrincipalId, jobRunner.id)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', jobRunner.name)
  }
}

// The aci connector of the Logic Apps creates, reads and deletes their groups and reads logs.
resource logicAppsRunJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(logicAppsPrincipalId)) {
  name: guid(resourceGroup().id, logicAppsPrincipalId, jobRunner.id)
  properties: {
    principalId: logicAppsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', jobRunner.name)
  }
}

// collectAttempt asks Azure Monitor what the containers of a group have used, where that is wanted.
resource appReadsMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (metricsAdvice) {
  name: guid(resourceGroup().id, appPrincipalId, roles.MonitoringReader)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.MonitoringReader)
  }
}
