import { armOperation, groupsPath } from './arm-call.ts';

/** `{ content }`, of a container that has ended the last 16 KB. */
export const listLogs = armOperation({
  id: 'ContainerLogs_List',
  method: 'get',
  path: `${groupsPath}/{containerGroupName}/containers/{containerName}/logs`,
  queries: ['tail'],
});
