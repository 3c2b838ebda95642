metadata description = 'The Logic Apps of logicapps/, the other way to start and run jobs: they need no code and no Functions app.'

param location string
param tags object
param prefix string
param token string

@description('Of the identity that all of them run as.')
param identityId string

@description('Log Analytics workspace for what happened in runs.')
param workspaceId string
param storageAccountName string
param jobsSubscriptionId string
param jobsResourceGroup string
param jobsLocation string
param imagePrefix string
