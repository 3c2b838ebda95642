import type { InstanceEvent } from './group-record.ts';

export type NewEvent = Pick<InstanceEvent, 'name' | 'message' | 'type'>;

/** Adds an event to a list; one that is there already is counted up, as ACI aggregates them. */
export function addEvent(events: InstanceEvent[], event: NewEvent, now: Date): void {
  const at = now.toISOString();
  const same = events.find(({ name, message }) => name === event.name && message === event.message);
  if (same) {
    same.count += 1;
    same.lastTimestamp = at;
  } else {
    events.push({ count: 1, firstTimestamp: at, lastTimestamp: at, ...event });
  }
}

/** The texts of ACI's container events, as recorded. */
export const containerEvents = {
  pulling: (image: string): NewEvent => ({
    name: 'Pulling',
    message: `pulling image "${image}"`,
    type: 'Normal',
  }),
  pulled: (image: string, seconds?: number): NewEvent => ({
    name: 'Pulled',
    message: `Successfully pulled image "${image}"${seconds === undefined ? '' : ` in ${seconds}s`}`,
    type: 'Normal',
  }),
  pullFailed: (image: string, reason?: string): NewEvent => ({
    name: 'Failed',
    message: `Failed to pull image "${image}"${reason === undefined ? '' : `: ${reason}`}`,
    type: 'Warning',
  }),
  pullBackOff: (image: string): NewEvent => ({
    name: 'BackOff',
    message: `Back-off pulling image "${image}"`,
    type: 'Warning',
  }),
  created: (container: string): NewEvent => ({
    name: 'Created',
    message: `Created container ${container}`,
    type: 'Normal',
  }),
  started: (container: string): NewEvent => ({
    name: 'Started',
    message: `Started container ${container}`,
    type: 'Normal',
  }),
  startFailed: (message: string): NewEvent => ({ name: 'Failed', message, type: 'Warning' }),
  killing: (container: string): NewEvent => ({
    name: 'Killing',
    message: `Killing container with id ${container}.`,
    type: 'Normal',
  }),
  killedByPlatform: (): NewEvent => ({
    name: 'Killing',
    message: 'Killing container 1 (platform initiated).',
    type: 'Normal',
  }),
  unhealthy: (probe: 'liveness' | 'readiness', reason: string): NewEvent => ({
    name: 'Unhealthy',
    message: `${probe === 'liveness' ? 'Liveness' : 'Readiness'} probe failed: ${reason}`,
    type: 'Warning',
  }),
};

/** What happens to a group as a whole. */
export const groupEvents = {
  mountFailed: (message: string): NewEvent => ({ name: 'FailedMount', message, type: 'Warning' }),
  failed: (name: string, message: string): NewEvent => ({ name, message, type: 'Warning' }),
};
