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
  SharedParts,
  StartResult,
} from '../../../../local/aci/container-groups/container-backend.ts';
import { sleep, type Clock } from '../../../../local/support/clock.ts';

export interface FakeProgram {
  /** How long it runs by the clock; Infinity = until it is killed, 0 = it has ended before its start is answered. */
  readonly seconds: number;
  readonly exitCode: number;
  /** What its probes say at this time. */
  readonly isWell?: (now: Date) => boolean;
}

/** What does not go well, and how often. */
interface FakeTroubles {
  mounts?: number;
  pulls?: number;
  prepareThrows?: number;
  startThrows?: number;
}

/** Containers that take the clock's time and no more. */
export class FakeBackend implements ContainerBackend {
  readonly kind = 'process';
  readonly name = 'fake';
  readonly operatingSystems = ['Linux'] as const;
  readonly calls: string[] = [];
  /** Environments of runs, in the order of their starts. */
  readonly environments: RunSpec['environment'][] = [];
  readonly troubles: FakeTroubles = {};
  private readonly programs: ReadonlyMap<string, FakeProgram>;
  private readonly clock: Clock;
  private readonly alive = new Map<string, string>();
  private listener: ExitListener = () => undefined;

  constructor(clock: Clock, programs: Readonly<Record<string, FakeProgram>>) {
    this.clock = clock;
    this.programs = new Map(Object.entries(programs));
  }

  checkImage(image: string): Promise<ImageCheck> {
    return Promise.resolve(this.programs.has(image) ? 'present' : 'inaccessible');
  }

  pullImage(image: string): Promise<PullResult> {
    this.calls.push(`pull ${image}`);
    if (this.suffers('pulls'))
      return Promise.resolve({ result: 'failed', message: 'no such image' });
    return Promise.resolve({ result: 'pulled', sizeBytes: 0 });
  }

  listImages(): Promise<readonly string[]> {
    return Promise.resolve([...this.programs.keys()]);
  }

  prepareGroup({ groupUid }: SharedParts): Promise<PrepareResult> {
    this.calls.push(`prepare ${groupUid}`);
    if (this.suffers('prepareThrows')) return Promise.reject(new Error('the engine is away'));
    if (this.suffers('mounts'))
      return Promise.resolve({ result: 'mountFailed', message: 'no such share' });
    return Promise.resolve({ result: 'ready', ipAddress: '127.0.0.1' });
  }

  exec(): Promise<Duplex> {
    return Promise.resolve(new PassThrough());
  }

  attach(): Promise<Duplex> {
    return Promise.resolve(new PassThrough());
  }

  probe(run: RunKey, command: readonly string[]): Promise<ProbeResult> {
    this.note(`probe by ${command.join(' ')}`, run);
    const image = this.alive.get(nameOf(run)) ?? '';
    const succeeded = this.programs.get(image)?.isWell?.(this.clock.now()) ?? true;
    return Promise.resolve({ succeeded, output: succeeded ? '' : 'it is not well' });
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
    if (this.suffers('startThrows')) return Promise.reject(new Error('the engine is away'));
    if (!program) return Promise.resolve({ result: 'failed', message: 'there is no such program' });
    this.alive.set(nameOf(run), run.image);
    this.environments.push(run.environment);
    if (program.seconds === 0) this.exit(run, program);
    else if (Number.isFinite(program.seconds)) void this.exitLater(run, program);
    return Promise.resolve({ result: 'started', at: this.clock.now() });
  }

  recover(run: RunSpec): Promise<RunFate> {
    if (!this.alive.has(nameOf(run))) return Promise.resolve({ fate: 'lost' });
    return Promise.resolve({ fate: 'running', since: this.clock.now() });
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
    for (const name of this.alive.keys()) if (name.startsWith(groupUid)) this.alive.delete(name);
    return Promise.resolve();
  }

  removeUnknown(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.alive.clear();
    return Promise.resolve();
  }

  private suffers(trouble: keyof FakeTroubles): boolean {
    const left = this.troubles[trouble] ?? 0;
    this.troubles[trouble] = left - 1;
    return left > 0;
  }

  private async exitLater(run: RunSpec, program: FakeProgram): Promise<void> {
    await sleep(this.clock, program.seconds * 1000);
    this.exit(run, program);
  }

  private exit(run: RunSpec, { exitCode }: FakeProgram): void {
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
