import type { Session } from 'rhea';
import { sessionInternals } from '../../../../local/service-bus/rhea/internals.ts';
import { keepTransfersRaw } from '../../../../local/service-bus/rhea/raw-transfers.ts';

/** A client's session on which messages come as the bytes that they are. */
export function raw(session: Session): Session {
  keepTransfersRaw(sessionInternals(session));
  return session;
}
