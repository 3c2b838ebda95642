import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { makeImages } from './in-process.ts';

const State = z.object({
  state: z.string(),
  exitCode: z.int().optional(),
  startTime: z.string().optional(),
  finishTime: z.string().optional(),
  detailStatus: z.string().optional(),
});
const ContainerView = z.object({
  restartCount: z.int(),
  currentState: State,
  previousState: State.optional(),
  events: z.array(z.object({ name: z.string(), message: z.string() })),
});
type ContainerView = z.infer<typeof ContainerView>;
const Container = z.object({ properties: z.object({ instanceView: ContainerView.optional() }) });
const GroupReply = z.object({ properties: z.object({ containers: z.array(Container) }) });

const Ready = z.object({ arm: z.string(), armHttps: z.string(), subscriptionId: z.string() });

/** An emulator as a process of its own, which can be killed and started again on the same data. */
export class EmulatorProcess {
  readonly folder: string;
  private readonly imagesFile: string;
  private child: ChildProcess | undefined;
  private arm = '';
  /** What it has said of itself. */
  ready: z.infer<typeof Ready> = { arm: '', armHttps: '', subscriptionId: '' };

  private constructor(folder: string, imagesFile: string) {
    this.folder = folder;
    this.imagesFile = imagesFile;
  }

  static async start(): Promise<EmulatorProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'aci-process-'));
    const emulator = new EmulatorProcess(folder, await makeImages(folder));
    await emulator.start();
    return emulator;
  }

  async start(): Promise<void> {
    const ports = ['--http', '0', '--https', '0', '--timing', 'instant', '--engine', 'process'];
    const files = ['--data', path.join(this.folder, 'data'), '--allow-file', this.imagesFile];
    const args = ['local/aci/main.ts', ...ports, ...files];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const { stdout } = this.child;
    if (!stdout) throw new Error('it has no stdout');
    const lines = createInterface({ input: stdout });
    for await (const line of lines) {
      if (!line.startsWith('READY ')) continue;
      this.ready = Ready.parse(JSON.parse(line.slice('READY '.length)));
      this.arm = this.ready.arm;
      return;
    }
    throw new Error('it ended before it was ready');
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** `SIGKILL` = the machine's worst moment; `SIGTERM` = a clean stop. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  async dispose(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async request(path: string, init?: RequestInit): Promise<Response> {
    const provider =
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/durable-aci/providers/Microsoft.ContainerInstance/containerGroups';
    return fetch(`${this.arm}${provider}/${path}?api-version=2023-05-01`, {
      ...init,
      headers: { authorization: 'Bearer any' },
    });
  }

  async put(name: string, script: string): Promise<void> {
    const properties = {
      image: 'durableaci.azurecr.io/test',
      command: ['/bin/sh', '-c', script],
      resources: { requests: { cpu: 1, memoryInGB: 1 } },
    };
    const body = {
      location: 'westeurope',
      properties: { restartPolicy: 'Never', containers: [{ name: 'main', properties }] },
    };
    const { status } = await this.request(name, { method: 'PUT', body: JSON.stringify(body) });
    if (status !== 201) throw new Error(`the PUT was answered with ${String(status)}`);
  }

  async delete(name: string): Promise<number> {
    return (await this.request(name, { method: 'DELETE' })).status;
  }

  async view(name: string): Promise<ContainerView> {
    const group = GroupReply.parse(await (await this.request(name)).json());
    const view = group.properties.containers[0]?.properties.instanceView;
    return view ?? { restartCount: 0, events: [], currentState: { state: 'Waiting' } };
  }

  async log(name: string): Promise<string> {
    const reply = await (await this.request(`${name}/containers/main/logs`)).json();
    return z.object({ content: z.string() }).parse(reply).content;
  }

  /** Gives the emulator's time after it. */
  async advance(seconds: number): Promise<Date> {
    const init = { method: 'POST', body: JSON.stringify({ advanceSeconds: seconds }) };
    const reply = await (await fetch(`${this.arm}/_emu/clock`, init)).json();
    return new Date(z.object({ now: z.string() }).parse(reply).now);
  }

  /** Waits until the container looks like this. */
  async until(name: string, isSo: (view: ContainerView) => boolean): Promise<ContainerView> {
    for (;;) {
      const view = await this.view(name);
      if (isSo(view)) return view;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
