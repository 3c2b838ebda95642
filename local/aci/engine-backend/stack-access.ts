import { networkInterfaces } from 'node:os';
import { ulimits } from './container-body.ts';
import type { Containers } from './containers.ts';
import type { Engine } from './find-engine.ts';
import { HostRelay } from './host-relay.ts';
import { labels } from './labels.ts';
import { ensurePauseImage } from './pause-image.ts';
import { Network } from './replies.ts';
import { hostName, reachable } from './stack-environment.ts';

interface StackAccessOptions {
  readonly engine: Engine;
  readonly containers: Containers;
  readonly emulator: string;
  /** Where the local stack listens on loopback. */
  readonly ports: readonly number[];
}

/** How containers reach the local stack, which listens on this machine's loopback only. */
export class StackAccess {
  private readonly options: StackAccessOptions;
  private readonly ports: ReadonlySet<number>;
  private gateway: Promise<string | undefined> | undefined;
  private relay: Promise<HostRelay | undefined> | undefined;

  constructor(options: StackAccessOptions) {
    this.options = options;
    this.ports = new Set(options.ports);
  }

  /** For the network's holder: the name of this machine. Where the engine is in a virtual machine it knows the name itself. */
  async extraHosts(): Promise<readonly string[]> {
    const gateway = await this.findGateway();
    return gateway === undefined ? [] : [`${hostName}:${gateway}`];
  }

  /** The variables as a container can use them; opens the way to the stack when one of them leads there. Throws one line when it can not. */
  async rewrite(
    environment: readonly (readonly [name: string, value: string])[],
  ): Promise<readonly (readonly [name: string, value: string])[]> {
    const rewritten = environment.map(
      ([name, value]) => [name, reachable(value, this.ports)] as const,
    );
    const isNeeded = rewritten.some(([, value], index) => value !== environment[index]?.[1]);
    if (isNeeded) await this.open();
    return rewritten;
  }

  async close(): Promise<void> {
    const relay = await this.relay?.catch(() => undefined);
    this.relay = undefined;
    await relay?.close();
  }

  private async open(): Promise<void> {
    const relay = (this.relay ??= this.startRelay());
    try {
      await relay;
    } catch (error) {
      // A port that is taken may be free later.
      this.relay = undefined;
      throw error;
    }
  }

  private async startRelay(): Promise<HostRelay | undefined> {
    const address = await this.findGateway();
    if (address === undefined) return undefined;
    const relay = new HostRelay({ address, ports: this.options.ports });
    // A server stays on its address, but can not begin before there is one: Podman makes the network with its first container.
    if (isOurs(address)) await relay.open();
    else await this.withNetwork(() => relay.open());
    return relay;
  }

  private async withNetwork(task: () => Promise<void>): Promise<void> {
    const { containers, engine, emulator } = this.options;
    const id = await containers.create(`aci_network_${emulator}`, {
      Image: await ensurePauseImage(engine),
      Entrypoint: ['/pause'],
      // Of no group, so that it is removed with what is unknown when this process dies before it has removed it.
      Labels: { [labels.emulator]: emulator, [labels.group]: 'none' },
      HostConfig: { NetworkMode: 'bridge', Ulimits: ulimits },
    });
    try {
      await containers.start(id);
      await task();
    } finally {
      await containers.remove(id);
    }
  }

  private findGateway(): Promise<string | undefined> {
    return (this.gateway ??= this.askForGateway());
  }

  private async askForGateway(): Promise<string | undefined> {
    const { client, isNative } = this.options.engine;
    if (!isNative) return undefined;
    const { IPAM } = await client.json(Network, { path: '/networks/bridge' });
    return IPAM.Config?.find(({ Gateway }) => Gateway)?.Gateway;
  }
}

function isOurs(address: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.some((one) => one.address === address);
}
