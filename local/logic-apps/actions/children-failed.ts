import type { Status } from '../definition/status.ts';
import type { ActionEnd } from './action-run.ts';

/** The end of an action by the end of those in it, in Azure's words. */
export function childrenFailed(status: Status): ActionEnd {
  if (status === 'Succeeded') return { status };
  const error = {
    code: 'ActionFailed',
    message: 'An action failed. No dependent actions succeeded.',
  };
  return { status, code: status === 'Cancelled' ? 'ActionCancelled' : error.code, error };
}
