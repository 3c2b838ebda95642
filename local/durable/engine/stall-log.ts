import type { DurableLog } from '../types.ts';
import type { Instance } from './instance.ts';

/** Says once for each execution that it will never go on, and why: on Azure such an instance stays silent for ever. */
export class StallLog {
  private readonly log: DurableLog;
  private readonly reported = new Set<string>();

  constructor(log: DurableLog) {
    this.log = log;
  }

  report({ executionId, instanceId, name }: Instance, reason: string): void {
    if (this.reported.has(executionId)) return;
    this.reported.add(executionId);
    this.log(
      'error',
      `The orchestration ${name} (${instanceId}) cannot go on: ${reason}. It stays as it is until it is terminated.`,
    );
  }

  forget({ executionId }: Instance): void {
    this.reported.delete(executionId);
  }
}
