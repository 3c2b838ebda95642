import { z } from 'zod';
import { uuidText } from '../wire/uuid.ts';

/** A sequence number; rhea has one above 2^53 as its eight bytes, and there is no message of such a number. */
export const SequenceNumber = z.union([
  z.int(),
  z.instanceof(Buffer).transform(() => Number.MAX_SAFE_INTEGER),
]);

export const SequenceNumbers = z.array(SequenceNumber).min(1);

export const LockTokens = z.array(z.instanceof(Buffer).transform(uuidText)).min(1);
