import { z } from 'zod';
import { SequenceNumbers } from './fields.ts';
import { type ManagementOperation, ok } from './operation.ts';

const Body = z.object({ 'sequence-numbers': SequenceNumbers });

/** All or none: 404 when one of them is not scheduled (any more). */
export const cancelScheduledMessage: ManagementOperation = async ({ body, queue }) => {
  await queue.cancelScheduled(Body.parse(body)['sequence-numbers']);
  return ok();
};
