import { AzureError, type ErrorDetail } from './azure-error.ts';
import { registryOf } from './image-registry.ts';

/** What ARM and Container Instances answer when they refuse; texts as recorded from the real service where one is known. */
export const errors = {
  missingApiVersion: () =>
    new AzureError({
      status: 400,
      code: 'MissingApiVersionParameter',
      message: 'The api-version query parameter (?api-version=) is required for all requests.',
    }),

  invalidApiVersion: (version: string) =>
    new AzureError({
      status: 400,
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${version}' is invalid. It has the form YYYY-MM-DD or YYYY-MM-DD-preview.`,
    }),

  noRegisteredProvider: (version: string, supported: readonly string[]) =>
    new AzureError({
      status: 400,
      code: 'NoRegisteredProviderFound',
      message: `No registered resource provider found for API version '${version}' of 'Microsoft.ContainerInstance'. The supported api-versions are '${supported.join(', ')}'.`,
    }),

  authenticationFailed: () =>
    new AzureError({
      status: 401,
      code: 'AuthenticationFailed',
      message:
        "Authentication failed. The 'Authorization' header is missing or has no bearer token.",
      headers: {
        'www-authenticate':
          'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="The authentication failed because of missing \'Authorization\' header."',
      },
    }),

  subscriptionNotFound: (subscriptionId: string) =>
    new AzureError({
      status: 404,
      code: 'SubscriptionNotFound',
      message: `The subscription '${subscriptionId}' could not be found.`,
    }),

  resourceGroupNotFound: (name: string) =>
    new AzureError({
      status: 404,
      code: 'ResourceGroupNotFound',
      message: `Resource group '${name}' could not be found.`,
    }),

  resourceNotFound: ({ name, resourceGroup }: { name: string; resourceGroup: string }) =>
    new AzureError({
      status: 404,
      code: 'ResourceNotFound',
      message: `The Resource 'Microsoft.ContainerInstance/containerGroups/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    }),

  containerNotFound: (container: string, group: string) =>
    new AzureError({
      status: 404,
      code: 'ContainerNotFound',
      message: `The container '${container}' in container group '${group}' was not found.`,
    }),

  operationNotFound: (id: string) =>
    new AzureError({
      status: 404,
      code: 'OperationNotFound',
      message: `The operation '${id}' was not found.`,
    }),

  pathNotFound: (path: string) =>
    new AzureError({
      status: 404,
      code: 'NotFound',
      message: `No resource type or operation is known at the path '${path}'.`,
    }),

  methodNotAllowed: (method: string) =>
    new AzureError({
      status: 405,
      code: 'MethodNotAllowed',
      message: `The requested resource does not support http method '${method}'.`,
    }),

  notImplemented: (operation: string) =>
    new AzureError({
      status: 501,
      code: 'NotImplemented',
      message: `${operation} is not emulated yet`,
    }),

  /** ARM takes at most 4 MB: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
  contentTooLarge: (limitBytes: number) =>
    new AzureError({
      status: 413,
      code: 'RequestContentTooLarge',
      message: `The request content is larger than the limit of ${limitBytes} bytes.`,
    }),

  unsupportedMediaType: (type: string) =>
    new AzureError({
      status: 415,
      code: 'UnsupportedMediaType',
      message: `Content of '${type.slice(0, 100)}' is not supported.`,
    }),

  invalidRequestContent: (reason: string) =>
    new AzureError({
      status: 400,
      code: 'InvalidRequestContent',
      message: `The request content was invalid and could not be deserialized: '${reason}'.`,
    }),

  /** All that is wrong, in one message; the code is the problems' own when they share one. */
  invalidRequest: (problems: readonly ErrorDetail[]) => {
    const codes = new Set(problems.map(({ code }) => code));
    const [only] = codes;
    return new AzureError({
      status: 400,
      code: codes.size === 1 && only ? only : 'InvalidRequestContent',
      message: problems
        .map(({ target, message }) => (target ? `${target}: ${message}` : message))
        .join(' '),
      details: problems,
    });
  },

  invalidResourceLocation: (
    group: { name: string; resourceGroup: string; location: string },
    asked: string,
  ) =>
    new AzureError({
      status: 409,
      code: 'InvalidResourceLocation',
      message: `The resource '${group.name}' already exists in location '${group.location}' in resource group '${group.resourceGroup}'. A resource with the same name cannot be created in location '${asked}'. Please select a new resource name.`,
    }),

  invalidContainerGroupUpdate: (name: string) =>
    new AzureError({
      status: 400,
      code: 'InvalidContainerGroupUpdate',
      message: `The updates on container group '${name}' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.`,
    }),

  /** Also what Docker Hub's rate limit comes to: https://github.com/Azure/azure-cli/issues/29300 */
  registryErrorResponse: (image: string) =>
    new AzureError({
      status: 409,
      code: 'RegistryErrorResponse',
      message: `An error response is received from the docker registry '${registryOf(image) ?? 'index.docker.io'}'. Please retry later.`,
    }),

  containerGroupTransitioning: (name: string) =>
    new AzureError({
      status: 409,
      code: 'ContainerGroupTransitioning',
      message: `The container group '${name}' is still transitioning, please retry later.`,
    }),

  containerGroupStopped: (name: string, resourceGroup: string) =>
    new AzureError({
      status: 400,
      code: 'ContainerGroupStopped',
      message: `Container Group '${name}' in resource group '${resourceGroup}' is stopped.`,
    }),

  internalServerError: () =>
    new AzureError({
      status: 500,
      code: 'InternalServerError',
      message: 'Encountered internal server error. A fault that was asked for.',
    }),

  expiredToken: () =>
    new AzureError({
      status: 401,
      code: 'ExpiredAuthenticationToken',
      message: 'The access token is expired.',
      headers: {
        'www-authenticate':
          'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="The access token is expired."',
      },
    }),

  /** https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
  tooManyRequests: (retryAfterSeconds: number) =>
    new AzureError({
      status: 429,
      code: 'TooManyRequests',
      message: 'The request is being throttled as the limit has been reached. Please retry later.',
      headers: { 'retry-after': String(retryAfterSeconds) },
    }),

  containerLogNotAvailable: (container: string, group: string) =>
    new AzureError({
      status: 404,
      code: 'ContainerLogNotAvailable',
      message: `The log of container '${container}' in container group '${group}' is not available.`,
    }),

  /** GPU SKUs are retired: no region has any. */
  capacity: (location: string, { cpu, memoryInGB }: { cpu: number; memoryInGB: number }) =>
    new AzureError({
      status: 409,
      code: 'ServiceUnavailable',
      message: capacityText(location, { cpu, memoryInGB }),
    }),
};

export function capacityText(
  location: string,
  { cpu, memoryInGB }: { cpu: number; memoryInGB: number },
): string {
  return `The requested resource is not available in the location '${location}' at this moment. Please retry with a different resource request or in another location. Resource requested: '${cpu}' CPU '${memoryInGB}' GB memory 'Linux' OS`;
}

export function inaccessibleImage(image: string, group: string): ErrorDetail {
  return {
    code: 'InaccessibleImage',
    message: `The image '${image}' in container group '${group}' is not accessible. Please check the image and registry credential.`,
  };
}
