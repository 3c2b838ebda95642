import path from 'node:path';
import { type Child, spawnNode } from '../../local/host/support/child.ts';

/** The broker as a process of its own, which is killed and started again on the same data. */
export class BrokerProcess {
  private readonly args: readonly string[];
  private child: Child | undefined;

  constructor(dataFolder: string) {
    const main = path.join('local', 'service-bus', 'main.ts');
    this.args = [main, '--ports', 'random', '--data', dataFolder];
  }

  /** Resolves with the connection string. */
  async start(): Promise<string> {
    this.child = spawnNode(this.args);
    const [, json = ''] = await this.child.printed(/^READY (.*)$/m);
    const ready: unknown = JSON.parse(json);
    if (typeof ready !== 'object' || ready === null || !('serviceBusConnectionString' in ready))
      throw new Error(`READY has no connection string: ${json}`);
    return String(ready.serviceBusConnectionString);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.child?.kill(signal);
    this.child = undefined;
  }
}
