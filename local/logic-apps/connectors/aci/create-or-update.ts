import { armOperation, groupsPath } from './arm-call.ts';

/** Answers at once, with provisioningState Pending: it does not wait. */
export const createOrUpdate = armOperation({
  id: 'ContainerGroups_CreateOrUpdate',
  method: 'put',
  path: `${groupsPath}/{containerGroupName}`,
});
