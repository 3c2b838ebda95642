metadata description = 'The registry of our workload images. It is empty until the postprovision hook of azure.yaml has built them.'

param location string
param tags object
param registryName string

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: registryName
  location: location
  tags: tags
  // The cheapest one that allows anonymous pulls.
  sku: {
    name: 'Standard'
  }
  properties: {
    adminUserEnabled: false
    // Groups are created without pull credentials. The images are built from this public repository; push stays closed.
    anonymousPullEnabled: true
  }
}

output registryName string = registry.name
output loginServer string = registry.properties.loginServer
