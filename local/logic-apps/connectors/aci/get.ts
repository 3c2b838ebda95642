import { armOperation, groupsPath } from './arm-call.ts';

/** With its instance view. */
export const get = armOperation({
  id: 'ContainerGroups_Get',
  method: 'get',
  path: `${groupsPath}/{containerGroupName}`,
});
