import type { Connector, Operation } from '../connector.ts';
import { type Arm, groupsPath } from './arm-call.ts';
import { createOrUpdate } from './create-or-update.ts';
import { deleteGroup } from './delete.ts';
import { get } from './get.ts';
import { listByResourceGroup } from './list-by-resource-group.ts';
import { listLogs } from './list-logs.ts';
import { stop } from './stop.ts';

const provider = '/subscriptions/{subscriptionId}/providers/Microsoft.ContainerInstance';
const group = `${groupsPath}/{containerGroupName}`;
const container = `${group}/containers/{containerName}`;

/** What the connector has in Azure beside: refused by name. */
const notImplemented: readonly Operation[] = [
  { id: 'ContainerGroups_List', method: 'get', path: `${provider}/containerGroups` },
  { id: 'ContainerGroups_Update', method: 'patch', path: group },
  { id: 'ContainerGroups_Restart', method: 'post', path: `${group}/restart` },
  { id: 'ContainerGroups_Start', method: 'post', path: `${group}/start` },
  { id: 'Containers_ExecuteCommand', method: 'post', path: `${container}/exec` },
  { id: 'Containers_Attach', method: 'post', path: `${container}/attach` },
  { id: 'Location_ListUsage', method: 'get', path: `${provider}/locations/{location}/usages` },
  {
    id: 'Location_ListCachedImages',
    method: 'get',
    path: `${provider}/locations/{location}/cachedImages`,
  },
  {
    id: 'Location_ListCapabilities',
    method: 'get',
    path: `${provider}/locations/{location}/capabilities`,
  },
  {
    id: 'ContainerGroups_GetOutboundNetworkDependenciesEndpoints',
    method: 'get',
    path: `${group}/outboundNetworkDependenciesEndpoints`,
  },
];

/** Azure Container Instances. https://learn.microsoft.com/connectors/aci/ */
export function aciConnector(arm: Arm): Connector {
  const implemented = [createOrUpdate, get, deleteGroup, listLogs, listByResourceGroup, stop];
  return {
    name: 'aci',
    operations: [...implemented.map((operation) => operation(arm)), ...notImplemented],
    triggers: [],
  };
}
