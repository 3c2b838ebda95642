import { armOperation, groupsPath } from './arm-call.ts';

/** Without instance views; a `nextLink` says that there are more. */
export const listByResourceGroup = armOperation({
  id: 'ContainerGroups_ListByResourceGroup',
  method: 'get',
  path: groupsPath,
});
