import { AzureError } from '../model/azure-error.ts';

/** What Azure Resource Manager itself refuses. */
export const armErrors = {
  noProviderInLocation: ({
    location,
    version,
    versions,
    locations,
  }: {
    readonly location: string;
    readonly version: string;
    readonly versions: readonly string[];
    readonly locations: readonly string[];
  }) =>
    new AzureError({
      status: 400,
      code: 'NoRegisteredProviderFound',
      message: `No registered resource provider found for location '${location}' and API version '${version}' for type 'locations'. The supported api-versions are '${versions.join(', ')}'. The supported locations are '${locations.join(', ')}'.`,
    }),

  invalidResourceNamespace: (namespace: string) =>
    new AzureError({
      status: 404,
      code: 'InvalidResourceNamespace',
      message: `The resource namespace '${namespace}' is invalid.`,
    }),

  invalidResourceGroupLocation: (before: string, asked: string) =>
    new AzureError({
      status: 409,
      code: 'InvalidResourceGroupLocation',
      message: `Invalid resource group location '${asked}'. The Resource group already exists in location '${before}'.`,
    }),

  resourceNotFound: (resource: string, resourceGroup: string) =>
    new AzureError({
      status: 404,
      code: 'ResourceNotFound',
      message: `The Resource '${resource}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    }),

  invalidFilter: (filter: string) =>
    new AzureError({
      status: 400,
      code: 'InvalidFilterInQueryString',
      message: `Invalid $filter '${filter}' specified in the query string.`,
    }),
};
