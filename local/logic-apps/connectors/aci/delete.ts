import { armOperation, groupsPath } from './arm-call.ts';

/** Of one that is not there: 204. */
export const deleteGroup = armOperation({
  id: 'ContainerGroups_Delete',
  method: 'delete',
  path: `${groupsPath}/{containerGroupName}`,
});
