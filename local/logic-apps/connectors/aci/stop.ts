import { armOperation, groupsPath } from './arm-call.ts';

/** Ends the containers; the group stays. */
export const stop = armOperation({
  id: 'ContainerGroups_Stop',
  method: 'post',
  path: `${groupsPath}/{containerGroupName}/stop`,
});
