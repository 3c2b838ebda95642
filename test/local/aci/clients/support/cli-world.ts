import type { ContainerGroup } from '@azure/arm-containerinstance';
import { subscriptionLimits } from '../../../../../local/aci/model/behaviour.ts';
import { groupOf, image, shell } from '../../support/groups.ts';
import { startEmulator, type TestEmulator } from '../../support/in-process.ts';
import { AzureCli } from './azure-cli.ts';

/** Of images in Azure's own registries the CLI asks for these before it sends anything. */
export const registry = ['--registry-username', 'reader', '--registry-password', 'canary'];

/** How the CLI is told which group. */
export const group = (name: string): string[] => ['-g', 'tests', '-n', name];

const quick = { updateIntervalInMs: 20 };

/** An emulator of a new subscription, and the Azure CLI that is logged in to it. */
export class CliWorld {
  readonly emulator: TestEmulator;
  readonly az: AzureCli;

  private constructor(emulator: TestEmulator, az: AzureCli) {
    this.emulator = emulator;
    this.az = az;
  }

  static async make(program: string): Promise<CliWorld> {
    const emulator = await startEmulator({ limits: subscriptionLimits.new });
    const az = await AzureCli.of(program, emulator);
    const secret = ['-u', '33333333-3333-3333-3333-333333333333', '-p', 'any'];
    await az.text('login', '--service-principal', ...secret, '--tenant', 'adfs');
    // The CLI sleeps for 30 s between polls: the first one is answered when the operation is over.
    const match = { operation: 'ContainerGroups_GetOperation' };
    const body = JSON.stringify({ match, action: { delayMs: 300, times: 100 } });
    await fetch(`${emulator.arm}/_emu/faults`, { method: 'POST', body });
    return new CliWorld(emulator, az);
  }

  async end(): Promise<void> {
    await this.az.dispose();
    await this.emulator.stop();
  }

  /** Creates a group that runs a script once, with the CLI. */
  create(name: string, script: string, ...more: readonly string[]): Promise<unknown> {
    const command = ['--image', image, '--command-line', `/bin/sh -c '${script}'`];
    const base = ['container', 'create', ...group(name), ...command, ...registry];
    return this.az.json(...base, '--restart-policy', 'Never', ...more);
  }

  /** A group that another client has made, and that runs until it is ended. */
  async running(name: string, script = 'sleep 600'): Promise<void> {
    const { containerGroups } = this.emulator.client;
    await containerGroups.beginCreateOrUpdateAndWait('tests', name, groupOf(shell(script)), quick);
  }

  /** The group as another client sees it. */
  read(name: string): Promise<ContainerGroup> {
    return this.emulator.client.containerGroups.get('tests', name);
  }

  /** The first event of this name that the group tells. */
  async event(name: string, event: string): Promise<string> {
    for (;;) {
      const { instanceView } = await this.read(name);
      const found = instanceView?.events?.find((candidate) => candidate.name === event);
      if (found) return found.message ?? '';
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async remove(name: string): Promise<void> {
    await this.emulator.client.containerGroups.beginDeleteAndWait('tests', name, quick);
  }
}
