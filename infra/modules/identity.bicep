metadata description = 'The identities that run things. Each exists before what carries it, so that its roles do, too.'

param location string
param tags object
param prefix string
param token string

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}app-${token}'
  location: location
  tags: tags
}

resource logicApps 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}logic-${token}'
  location: location
  tags: tags
}

// On container groups, for the pull of their images: what runs in them gets no identity of its own.
resource pull 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}pull-${token}'
  location: location
  tags: tags
}

resource events 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}events-${token}'
  location: location
  tags: tags
}

output appId string = app.id
output appClientId string = app.properties.clientId
output appPrincipalId string = app.properties.principalId
output logicAppsId string = logicApps.id
output logicAppsPrincipalId string = logicApps.properties.principalId
output pullName string = pull.name
output pullId string = pull.id
output pullPrincipalId string = pull.properties.principalId
output eventsId string = events.id
output eventsPrincipalId string = events.properties.principalId
