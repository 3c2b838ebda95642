import rhea from 'rhea';
import { z } from 'zod';
import { LockTokens } from './fields.ts';
import { type ManagementOperation, ok } from './operation.ts';

const Body = z.object({ 'lock-tokens': LockTokens });
const timestampCode = 0x83;

/** The locks hold for another lock duration from now. */
export const renewLock: ManagementOperation = ({ body, queue }) => {
  const tokens = Body.parse(body)['lock-tokens'];
  const expirations = tokens.map((token) => queue.renew(token));
  return ok({ expirations: rhea.types.wrap_array(expirations, timestampCode, undefined) });
};
