import type { ContainerGroup } from '@azure/arm-containerinstance';
import type { ClientProcess } from './client-process.ts';
import type { Arm, PatternTask } from './pattern-client.ts';
import { refusalOf } from './refusal.ts';

/** As often Azure's SDKs try again what is throttled or has failed at the server. */
const retries = 3;
const firstPauseSeconds = 0.8;

/** The calls that these clients make, each as its SDK makes it. The container of a task is its group's only one. */
export class ArmCalls {
  private readonly process: ClientProcess;
  private readonly arm: Arm;
  private readonly task: PatternTask;

  constructor(process: ClientProcess, arm: Arm, task: PatternTask) {
    this.process = process;
    this.arm = arm;
    this.task = task;
  }

  /** Looks for the name in a list of the resource group. */
  exists(): Promise<boolean> {
    return this.ask(async () => {
      const { client, resourceGroup } = this.arm;
      for await (const { name } of client.containerGroups.listByResourceGroup(resourceGroup))
        if (name === this.task.name) return true;
      return false;
    });
  }

  /** Not waited for; the SDK asks once how it goes. */
  async create(): Promise<void> {
    await this.beginCreate();
  }

  beginCreate() {
    const { client, resourceGroup } = this.arm;
    const { name, group } = this.task;
    return this.ask(() => client.containerGroups.beginCreateOrUpdate(resourceGroup, name, group));
  }

  get(): Promise<ContainerGroup> {
    const { client, resourceGroup } = this.arm;
    return this.ask(() => client.containerGroups.get(resourceGroup, this.task.name));
  }

  async readLog(tail: number): Promise<void> {
    const { client, resourceGroup } = this.arm;
    const { name, group } = this.task;
    const container = group.containers[0]?.name ?? '';
    await this.ask(() => client.containers.listLogs(resourceGroup, name, container, { tail }));
  }

  /** Not waited for; the SDK asks once how it goes. */
  async delete(): Promise<void> {
    await this.beginDelete();
  }

  beginDelete() {
    const { client, resourceGroup } = this.arm;
    return this.ask(() => client.containerGroups.beginDelete(resourceGroup, this.task.name));
  }

  private async ask<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.process.call(work);
      } catch (error) {
        const waitSeconds = waitBefore(error, tries);
        if (waitSeconds === undefined) throw error;
        await this.process.sleep(waitSeconds);
      }
    }
  }
}

function waitBefore(error: unknown, tries: number): number | undefined {
  const refusal = refusalOf(error);
  if (tries === retries || !refusal) return undefined;
  const { status, retryAfterSeconds } = refusal;
  if (status !== 429 && status < 500) return undefined;
  return retryAfterSeconds ?? firstPauseSeconds * 2 ** tries;
}

/** State and exit code of the group's container; while there is no instance view, the state of the provisioning. */
export function containerState(group: ContainerGroup): {
  readonly state: string;
  readonly exitCode: number;
} {
  const current = group.containers[0]?.instanceView?.currentState;
  return {
    state: current?.state ?? group.provisioningState ?? '',
    exitCode: current?.exitCode ?? 0,
  };
}
