import { PassThrough, type Duplex } from 'node:stream';
import type {
  ContainerBackend,
  ExitListener,
  ImageCheck,
  PrepareResult,
  ProbeResult,
  PullResult,
  RunFate,
  RunKey,
  RunSpec,
  StartResult,
} from '../../../../local/aci/container-groups/container-backend.ts';
import { sleep, type Clock } from '../../../../local/support/clock.ts';

interface FakeProgram {
  /** How long it runs by the clock; Infinity = until it is killed. */
  readonly seconds: number;
  readonly exitCode: number;
}

/** Containers that take the clock's time and no more. */
export class FakeBackend implements ContainerBackend {
  readonly kind = 'process';
  readonly operatingSystems = ['Linux'] as const;
  readonly calls: string[] = [];
  private readonly programs: ReadonlyMap<string, FakeProgram>;
  private readonly clock: Clock;
  private readonly alive = new Set<string>();
  private listener: ExitListener = () => undefined;

  constructor(clock: Clock, programs: Readonly<Record<string, FakeProgram>>) {
    this.clock = clock;
    this.programs = new Map(Object.entries(programs));
  }

  checkImage(image: string): Promise<ImageCheck> {
    return Promise.resolve(this.programs.has(image) ? 'present' : 'inaccessible');
  }

  pullImage(): Promise<PullResult> {
    return Promise.resolve({ result: 'pulled', sizeBytes: 0 });
  }

  listImages(): Promise<readonly string[]> {
    return Promise.resolve([...this.programs.keys()]);
  }

  prepareGroup(): Promise<PrepareResult> {
    return Promise.resolve({ result: 'ready', ipAddress: '127.0.0.1' });
  }

  exec(): Promise<Duplex> {
    return Promise.resolve(new PassThrough());
  }

  attach(): Promise<Duplex> {
    return Promise.resolve(new PassThrough());
  }

  probe(): Promise<ProbeResult> {
    return Promise.resolve({ succeeded: true, output: '' });
  }

  addressOf(_groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    return Promise.resolve({ hostname: '127.0.0.1', port });
  }

  onExit(listener: ExitListener): void {
    this.listener = listener;
  }

  start(run: RunSpec): Promise<StartResult> {
    const program = this.programs.get(run.image);
    this.note('start', run);
    if (!program) return Promise.resolve({ result: 'failed', message: 'there is no such program' });
    this.alive.add(nameOf(run));
    if (Number.isFinite(program.seconds)) void this.exitLater(run, program);
    return Promise.resolve({ result: 'started', at: this.clock.now() });
  }

  recover(): Promise<RunFate> {
    return Promise.resolve({ fate: 'lost' });
  }

  kill(run: RunKey): Promise<void> {
    this.note('kill', run);
    this.alive.delete(nameOf(run));
    return Promise.resolve();
  }

  readLog(): Promise<string> {
    return Promise.resolve('');
  }

  removeGroup(groupUid: string): Promise<void> {
    this.calls.push(`remove ${groupUid}`);
    for (const name of this.alive) if (name.startsWith(groupUid)) this.alive.delete(name);
    return Promise.resolve();
  }

  removeUnknown(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.alive.clear();
    return Promise.resolve();
  }

  private async exitLater(run: RunSpec, { seconds, exitCode }: FakeProgram): Promise<void> {
    await sleep(this.clock, seconds * 1000);
    if (!this.alive.delete(nameOf(run))) return;
    this.listener(run, { exitCode, at: this.clock.now(), outOfMemory: false });
  }

  private note(what: string, run: RunKey): void {
    this.calls.push(`${what} ${nameOf(run)}`);
  }
}

function nameOf({ groupUid, container, run }: RunKey): string {
  return `${groupUid}/${container}/${String(run)}`;
}
