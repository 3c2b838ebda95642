import type { ExecutionTerminated } from '../../engine/history.ts';
import type { Orchestration } from '../orchestration.ts';

/** It ends at once, whatever is open, with the reason as its output. */
export function executionTerminated(
  orchestration: Orchestration,
  { Input }: ExecutionTerminated,
): void {
  orchestration.complete({ status: 'Terminated', result: Input, details: null });
}
