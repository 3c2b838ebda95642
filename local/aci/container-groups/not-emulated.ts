import { paths } from '../http/paths.ts';
import type { Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';

const inGroup = (type: string): string => paths.groups.replace('containerGroups', type);
const inSubscription = (type: string): string =>
  paths.groupsOfSubscription.replace('containerGroups', type);

const link =
  '/subscriptions/:subscriptionId/resourceGroups/:resourceGroup/providers/Microsoft.Network/virtualNetworks/:name/subnets/:id/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default';

type Entry = readonly [operation: string, method: Route['method'], path: string];

const resource = (prefix: string, type: string): Entry[] => [
  [`${prefix}_List`, 'GET', inSubscription(type)],
  [`${prefix}_ListByResourceGroup`, 'GET', inGroup(type)],
  [`${prefix}_Get`, 'GET', `${inGroup(type)}/:name`],
  [`${prefix}_CreateOrUpdate`, 'PUT', `${inGroup(type)}/:name`],
  [`${prefix}_Update`, 'PATCH', `${inGroup(type)}/:name`],
  [`${prefix}_Delete`, 'DELETE', `${inGroup(type)}/:name`],
];

const entries: readonly Entry[] = [
  ...resource('NGroups', 'ngroups'),
  ['NGroups_Start', 'POST', `${inGroup('ngroups')}/:name/start`],
  ['NGroups_Stop', 'POST', `${inGroup('ngroups')}/:name/stop`],
  ['NGroups_Restart', 'POST', `${inGroup('ngroups')}/:name/restart`],
  ...resource('SandboxGroups', 'sandboxGroups'),
  ['SandboxGroups_Connect', 'POST', `${inGroup('sandboxGroups')}/:name/connect`],
  ['SubnetServiceAssociationLink_Get', 'GET', link],
  ['SubnetServiceAssociationLink_CreateOrUpdate', 'PUT', link],
  ['SubnetServiceAssociationLink_Post', 'POST', link],
  ['SubnetServiceAssociationLink_Update', 'PATCH', link],
  ['SubnetServiceAssociationLink_Delete', 'DELETE', link],
];

/** The rest of Microsoft.ContainerInstance: refused by name. */
export const notEmulatedRoutes: readonly Route[] = entries.map(([operation, method, path]) => ({
  operation,
  method,
  path,
  guard: 'containerInstance',
  handle() {
    throw errors.notImplemented(operation);
  },
}));
