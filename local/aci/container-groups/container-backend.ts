import type { Duplex } from 'node:stream';
import type { RegistryCredential } from '../model/group-spec.ts';
import type { Volume } from '../model/volume-spec.ts';

/** One start of one container of one group, an init container included; `run` counts them. */
export interface RunKey {
  readonly groupUid: string;
  readonly container: string;
  readonly run: number;
}

/** What the containers of a group share: a network and volumes. */
export interface SharedParts {
  readonly groupUid: string;
  /** For people who look at the engine. */
  readonly groupName: string;
  readonly images: readonly string[];
  readonly volumes: readonly Volume[];
  /** The ports of `ipAddress`: reachable from this machine under the same numbers. */
  readonly publicPorts: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[];
  /** Ports that only the emulator itself has to reach, for its HTTP probes. */
  readonly probedPorts: readonly number[];
  /** It has but one container, init containers included, so that its network need not be shared. */
  readonly alone?: boolean | undefined;
}

export type PrepareResult =
  /** `ipAddress` is where clients of this machine reach the public ports. */
  | { readonly result: 'ready'; readonly ipAddress: string }
  /** A volume can not be mounted now; it is tried again later, as ACI does. */
  | { readonly result: 'mountFailed'; readonly message: string }
  | { readonly result: 'failed'; readonly message: string };

export interface RunSpec extends RunKey {
  readonly image: string;
  /** Takes the place of the image's own entrypoint; empty = the image's. */
  readonly command: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly mounts: readonly Mount[];
  readonly cpuLimit: number;
  readonly memoryLimitBytes: number;
}

export interface Mount {
  /** A name among the group's volumes. */
  readonly volume: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}

export type ImageCheck = 'present' | 'pullable' | 'inaccessible' | 'registryBusy';

export type PullResult =
  | { readonly result: 'pulled'; readonly sizeBytes: number }
  | { readonly result: 'failed'; readonly message: string };

export type StartResult =
  | { readonly result: 'started'; readonly at: Date }
  | { readonly result: 'failed'; readonly message: string };

export interface RunExit {
  readonly exitCode: number;
  readonly at: Date;
  readonly outOfMemory: boolean;
}

/** What became of a run that was asked for before this process began. */
export type RunFate =
  | { readonly fate: 'running'; readonly since: Date }
  | ({ readonly fate: 'exited'; readonly since: Date } & RunExit)
  /** It never began, and will not. */
  | { readonly fate: 'absent' }
  | { readonly fate: 'lost' };

export interface LogOptions {
  readonly maxBytes: number;
  readonly maxLines: number;
  readonly timestamps: boolean;
}

/** Values that were seen at several looks. */
export interface Measure {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

/** What a run has used in a minute. */
export interface UsageMinute {
  readonly from: Date;
  readonly memoryBytes?: Measure;
  /** Absent where the system does not show it. */
  readonly cpuMillicores?: Measure;
}

export interface TerminalSize {
  readonly rows: number;
  readonly cols: number;
}

export interface ProbeResult {
  readonly succeeded: boolean;
  /** What the command wrote, or why it could not be run. */
  readonly output: string;
}

export type ExitListener = (run: RunKey, exit: RunExit) => void;

/** What really runs containers. */
export interface ContainerBackend {
  readonly kind: 'process' | 'engine';
  /** For people: such as `Podman 4.3.1`. */
  readonly name: string;
  /** What it runs: a group of another system is accepted and then fails by name. */
  readonly operatingSystems: readonly ('Linux' | 'Windows')[];
  /** Whether an image can be run: asked when its group is put. */
  checkImage(image: string, credentials: readonly RegistryCredential[]): Promise<ImageCheck>;
  /** Resolves when the image is here. */
  pullImage(image: string, credentials: readonly RegistryCredential[]): Promise<PullResult>;
  /** References of all images that are here. */
  listImages(): Promise<readonly string[]>;
  /** Called once for every run that was started or found running, when it ends by itself. */
  onExit(listener: ExitListener): void;
  /** Makes what a group's containers share, as far as it is missing: may be called again. */
  prepareGroup(parts: SharedParts): Promise<PrepareResult>;
  start(run: RunSpec): Promise<StartResult>;
  /** Finds out what became of a run and, when it goes on, watches it from now on. */
  recover(run: RunSpec): Promise<RunFate>;
  /** Ends a run with all its processes; resolves when none is left. */
  kill(run: RunKey): Promise<void>;
  /** The end of what the run wrote to stdout and stderr. */
  readLog(run: RunKey, options: LogOptions): Promise<string>;
  /** What a run has used so far, also after its end, as far as somebody looked. Absent: nobody does. */
  usage?(run: RunKey): readonly UsageMinute[];
  /** Starts a program in a running container: its terminal, both ways. Ends when the program does. Throws when it can not start. */
  exec(run: RunKey, command: readonly string[], size: TerminalSize): Promise<Duplex>;
  /** What a running container writes from now on; what is written to it goes to its stdin. */
  attach(run: RunKey): Promise<Duplex>;
  /** Runs a probe's command in a running container. Never throws. */
  probe(run: RunKey, command: readonly string[], timeoutMs: number): Promise<ProbeResult>;
  /** Where this process reaches a port of the group. */
  addressOf(
    groupUid: string,
    port: number,
  ): Promise<{ readonly hostname: string; readonly port: number }>;
  /** Ends what is left of a group and removes all it kept. */
  removeGroup(groupUid: string): Promise<void>;
  /** Removes what belongs to groups that are not known (any more). */
  removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void>;
  /** Ends all runs at once; they count as taken down by the platform. May be called again for those that began since. */
  close(): Promise<void>;
}
