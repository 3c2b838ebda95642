/** What goes wrong at Azure while a round's jobs are sent and run, and processes are killed. */
export interface Fault {
  readonly name: string;
  readonly match?: object;
  readonly action: object;
  /** Whether ACI loses or repeats what a container writes: then its log may lack lines, or have them twice. */
  readonly spoilsLogs?: boolean;
}

const create = { operation: 'ContainerGroups_CreateOrUpdate' };

/** Happens to the next two groups that are made. */
const fate = (lifecycle: string, spoilsLogs = false): Fault => ({
  name: lifecycle,
  match: create,
  action: { lifecycle, times: 2 },
  spoilsLogs,
});

/** All that the emulator knows and that leaves a job's outcome what it would have been. */
export const faults: readonly Fault[] = [
  {
    name: 'throttled',
    match: { rate: 0.4 },
    action: { preset: 'throttled', retryAfterSeconds: 1, times: 10 },
  },
  { name: 'server errors', match: { rate: 0.4 }, action: { preset: 'serverError', times: 10 } },
  { name: 'cut off', match: { rate: 0.3 }, action: { abort: 'before', times: 6 } },
  { name: 'done, not said', match: create, action: { abort: 'after', times: 3 } },
  {
    name: 'half an answer',
    match: { operation: 'ContainerGroups_Get' },
    action: { truncate: 20, times: 4 },
  },
  {
    name: 'in transition',
    match: { operation: 'ContainerGroups_Delete' },
    action: { status: 409, code: 'ContainerGroupTransitioning', times: 1 },
  },
  { name: 'slow', match: { rate: 0.5 }, action: { delayMs: { min: 100, max: 2000 }, times: 12 } },
  fate('quota'),
  fate('capacity:at=once'),
  fate('capacity:at=later'),
  fate('registryBusy'),
  fate('pullFail:times=1'),
  fate('provisioningFailed'),
  fate('unhealthy:repairSeconds=2', true),
  fate('platformKill:afterSeconds=0.3', true),
  fate('duplicateStart', true),
  fate('ghost:afterSeconds=1,seconds=5', true),
  fate('deleteLag:seconds=6'),
  fate('deleteFail:times=3'),
  fate('logsNull:times=2', true),
  fate('logsError:times=2', true),
  fate('logsLag:seconds=2', true),
];
