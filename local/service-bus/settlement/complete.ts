import type { Settlement } from './settlement.ts';

/** The message has been processed. */
export const complete: Settlement = () => ({ kind: 'remove' });
