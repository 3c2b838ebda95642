metadata description = 'The vault for secrets that jobs name by reference. No part of the app reads it yet, so no part has a role on it.'

param location string
param tags object
param vaultName string

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // The shortest; a name that was torn down is free again after it, or after `azd down --purge`.
    softDeleteRetentionInDays: 7
  }
}

output vaultName string = vault.name
