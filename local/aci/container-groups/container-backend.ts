/** One start of one container of one group; `run` counts them. */
export interface RunKey {
  readonly groupUid: string;
  readonly container: string;
  readonly run: number;
}

export interface RunSpec extends RunKey {
  readonly image: string;
  /** Takes the place of the image's own entrypoint; empty = the image's. */
  readonly command: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly memoryLimitBytes: number;
}

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

export type ExitListener = (run: RunKey, exit: RunExit) => void;

/** What really runs containers. */
export interface ContainerBackend {
  /** Whether this image can be run: if not, its group is refused as Azure refuses an image it cannot reach. */
  hasImage(image: string): boolean;
  /** Called once for every run that was started or found running, when it ends by itself. */
  onExit(listener: ExitListener): void;
  start(run: RunSpec): Promise<StartResult>;
  /** Finds out what became of a run and, when it goes on, watches it from now on. */
  recover(run: RunSpec): Promise<RunFate>;
  /** Ends a run with all its processes; resolves when none is left. */
  kill(run: RunKey): Promise<void>;
  /** The end of what the run wrote to stdout and stderr. */
  readLog(run: RunKey, options: LogOptions): Promise<string>;
  /** Ends what is left of a group and removes all it kept. */
  removeGroup(groupUid: string): Promise<void>;
  /** Removes what belongs to groups that are not known (any more). */
  removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void>;
  /** Ends all runs at once; they count as taken down by the platform. May be called again for those that began since. */
  close(): Promise<void>;
}
