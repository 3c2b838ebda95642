import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { GroupPlan, Target } from '../../jobs/group-plan.ts';
import type { GroupState } from '../../jobs/group-state.ts';
import type { ContainerGroups, CreateOptions, CreateResult, OwnedGroup } from '../ports.ts';
import { armClients, type ArmClients, type ArmOptions } from './arm-clients.ts';
import { createOrGet } from './create-or-get.ts';
import { groupStateOf } from './group-state.ts';
import { isStatus, refusalOf } from './refusal.ts';

/** Container groups of Azure Container Instances: https://learn.microsoft.com/rest/api/container-instances/ */
export class AzureContainerGroups implements ContainerGroups {
  private readonly clientsOf: (subscription: string) => ArmClients;
  private readonly pause: (ms: number) => Promise<void>;

  constructor(options: ArmOptions, pause: (ms: number) => Promise<void> = sleep) {
    this.clientsOf = armClients(options);
    this.pause = pause;
  }

  create(target: Target, plan: GroupPlan, options: CreateOptions = {}): Promise<CreateResult> {
    const clients = this.clientsOf(target.subscriptionId);
    return createOrGet({ clients, pause: this.pause }, target, { plan, ...options });
  }

  async read(target: Target, name: string): Promise<GroupState> {
    try {
      const group = await this.usual(target).containerGroups.get(target.resourceGroup, name);
      return groupStateOf(group);
    } catch (error) {
      if (isStatus(error, 404)) return { state: 'absent' };
      throw error;
    }
  }

  async readLog(
    target: Target,
    name: string,
    container: string,
    tail?: number,
  ): Promise<string | undefined> {
    const options = tail === undefined ? {} : { tail };
    try {
      const log = await this.usual(target).containers.listLogs(
        target.resourceGroup,
        name,
        container,
        options,
      );
      return log.content ?? undefined;
    } catch (error) {
      if (hasNoLog(error)) return undefined;
      throw error;
    }
  }

  /** The SDK asks once how the delete goes, and does not wait for its end. */
  async delete(target: Target, name: string): Promise<void> {
    try {
      await this.usual(target).containerGroups.beginDelete(target.resourceGroup, name);
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
  }

  async readTags(
    target: Target,
    name: string,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    try {
      const { containerGroups } = this.usual(target);
      return (await containerGroups.get(target.resourceGroup, name)).tags ?? {};
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  /** ARM replaces all tags of a group, so those that it has are sent again: https://learn.microsoft.com/rest/api/container-instances/container-groups/update */
  async tag(
    target: Target,
    name: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const { containerGroups } = this.usual(target);
    try {
      const { location, tags: before } = await containerGroups.get(target.resourceGroup, name);
      const resource = {
        ...(location !== undefined && { location }),
        tags: { ...before, ...tags },
      };
      await containerGroups.update(target.resourceGroup, name, resource);
      return true;
    } catch (error) {
      if (isStatus(error, 404)) return false;
      throw error;
    }
  }

  async *listOwned(target: Target, owner: string): AsyncIterable<OwnedGroup> {
    const groups = this.usual(target).containerGroups.listByResourceGroup(target.resourceGroup);
    for await (const { name, tags } of groups) {
      if (name && tags?.['owner'] === owner) yield { name, tags };
    }
  }

  private usual(target: Target): ContainerInstanceManagementClient {
    return this.clientsOf(target.subscriptionId).usual;
  }
}

/** The group is gone, or its container has not begun to write, or was stopped. */
function hasNoLog(error: unknown): boolean {
  const refusal = refusalOf(error);
  return (
    refusal?.status === 404 ||
    ['ContainerLogNotAvailable', 'ContainerGroupStopped'].includes(refusal?.code ?? '')
  );
}
