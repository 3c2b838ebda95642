import type { Benchmark } from '../benchmark.ts';
import { measureInArena } from '../own-process.ts';

export const armCalls: Benchmark = {
  title: 'ARM calls of a job',
  how: "Jobs of one container each, one after the other, by push and by polling; the calls about container groups are counted in the journal of the ARM emulator, those for logs (`ListLogs`, in the note) not among them, nor the sweeper's list each 5 minutes for all jobs together. The goal is 5 calls with push and 12 by polling, and one for each minute, or 5 minutes, that the job is under way: the safety net. The whole app on the local host, the emulator with `--timing real`, containers as processes; of virtual time only the waiting is skipped, as in `peers`.",
  measure: (log) => measureInArena('arm-calls', log),
};
