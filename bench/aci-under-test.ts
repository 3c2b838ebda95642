import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { sleep, SystemClock } from '../local/support/clock.ts';
import { type Child, spawnNode } from '../test/local/host/support/child.ts';

const Ready = z.object({
  armHttps: z.string(),
  caCertificate: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
});
const GroupState = z.object({
  properties: z.object({ instanceView: z.object({ state: z.string() }) }),
});
const Log = z.object({ content: z.string() });

/** The image of `images/sentiment`: it has a shell in both worlds. */
export const image = 'durable-aci/sentiment:latest';
export const sleepingGroup = groupOf('exec sleep 3600');
export const quickGroup = groupOf('true');

/** A group of one container that runs a shell script. */
export function groupOf(script: string): object {
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  const properties = { image, command: ['/bin/sh', '-c', script], resources };
  return {
    location: 'westeurope',
    properties: {
      osType: 'Linux',
      restartPolicy: 'Never',
      containers: [{ name: 'main', properties }],
    },
  };
}

/** An emulator as a process of its own, by plain requests. */
export class AciUnderTest {
  private readonly child: Child;
  private readonly ready: z.infer<typeof Ready>;
  private readonly ca: string;

  private constructor(child: Child, ready: z.infer<typeof Ready>, ca: string) {
    this.child = child;
    this.ready = ready;
    this.ca = ca;
  }

  /** Starts one on an empty folder and ends it; nothing of it is left. Runs processes unless `args` say otherwise. */
  static async use<T>(
    args: readonly string[],
    work: (emulator: AciUnderTest) => Promise<T>,
  ): Promise<T> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'durable-aci-bench-'));
    const ports = ['--http', '0', '--https', '0', '--timing', 'instant', '--limits', 'unlimited'];
    const engine = args.length > 0 ? args : ['--engine', 'process'];
    const child = spawnNode(['local/aci/main.ts', '--data', folder, ...ports, ...engine]);
    try {
      const [, json = ''] = await child.printed(/^READY (.*)$/m);
      const ready = Ready.parse(JSON.parse(json));
      return await work(
        new AciUnderTest(child, ready, await readFile(ready.caCertificate, 'utf8')),
      );
    } finally {
      await child.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    }
  }

  dispatcher(connections: number): Agent {
    return new Agent({ connections, connect: { ca: this.ca } });
  }

  async put(dispatcher: Agent, name: string, body: object): Promise<void> {
    const reply = await this.request(dispatcher, name, {
      method: 'PUT',
      body: JSON.stringify(body),
    });
    if (reply.status !== 201) throw new Error(`PUT ${name}: ${reply.status} ${reply.text}`);
  }

  async get(dispatcher: Agent, name: string): Promise<void> {
    const { status } = await this.request(dispatcher, name);
    if (status !== 200) throw new Error(`GET ${name}: ${status}`);
  }

  async delete(dispatcher: Agent, name: string): Promise<void> {
    await this.request(dispatcher, name, { method: 'DELETE' });
  }

  async log(dispatcher: Agent, name: string): Promise<string> {
    const { text } = await this.request(dispatcher, `${name}/containers/main/logs`);
    return Log.parse(JSON.parse(text)).content;
  }

  async untilOver(dispatcher: Agent, name: string): Promise<void> {
    const clock = new SystemClock();
    for (;;) {
      const { text } = await this.request(dispatcher, name);
      const { state } = GroupState.parse(JSON.parse(text)).properties.instanceView;
      if (state === 'Succeeded') return;
      if (state === 'Failed') throw new Error(`${name} has failed: ${text}`);
      await sleep(clock, 20);
    }
  }

  async residentMB(): Promise<number> {
    const { pid } = this.child.process;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Math.round(Number(stdout) / 1024);
  }

  private async request(
    dispatcher: Agent,
    below: string,
    init: { readonly method?: string; readonly body?: string } = {},
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { armHttps, subscriptionId, resourceGroup } = this.ready;
    const url = `${armHttps}/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/${below}?api-version=2023-05-01`;
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
    const reply = await fetch(url, { ...init, headers, dispatcher });
    return { status: reply.status, text: await reply.text() };
  }
}
