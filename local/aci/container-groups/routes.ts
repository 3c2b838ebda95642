import type { Route } from '../http/route.ts';
import { listUsages } from '../limits/list-usages.ts';
import { attachToContainer } from './attach.ts';
import { profileRoutes } from '../profiles/routes.ts';
import { createOrUpdateGroup } from './create-or-update.ts';
import { deleteGroup, getDeletion } from './delete.ts';
import { execInContainer } from './exec.ts';
import { getOperation, getOperationResult } from './get-operation.ts';
import { getGroup } from './get.ts';
import { listLogs } from './list-logs.ts';
import { listGroups, listGroupsByResourceGroup } from './list.ts';
import { listCachedImages, listCapabilities } from './locations.ts';
import { notEmulatedRoutes } from './not-emulated.ts';
import { listOutboundDependencies } from './outbound-dependencies.ts';
import { restartGroup, startGroup, stopGroup } from './stop-start-restart.ts';
import { updateGroupTags } from './update-tags.ts';

/** Microsoft.ContainerInstance, one operation per line. */
export const containerGroupRoutes: readonly Route[] = [
  createOrUpdateGroup,
  getGroup,
  listGroups,
  listGroupsByResourceGroup,
  updateGroupTags,
  deleteGroup,
  getDeletion,
  stopGroup,
  startGroup,
  restartGroup,
  listOutboundDependencies,
  listLogs,
  execInContainer,
  attachToContainer,
  getOperation,
  getOperationResult,
  listUsages,
  listCapabilities,
  listCachedImages,
  ...profileRoutes,
  ...notEmulatedRoutes,
];
