metadata description = 'The vault for secrets: the one that signs webhooks, and those that jobs name by secretRef.'

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
