import type { Session } from 'rhea';
import { writeAttachesFirst } from './attach-first.ts';
import { tellDispositionsBeforeClose } from './dispositions-first.ts';
import { sessionInternals } from './internals.ts';
import { keyLinksByRole } from './links-by-role.ts';
import { keepTransfersRaw } from './raw-transfers.ts';

/** Makes a session that a client has begun fit for a server; to be called before anything else happens on it. */
export function prepareSession(session: Session): void {
  const internals = sessionInternals(session);
  keepTransfersRaw(internals);
  tellDispositionsBeforeClose(internals);
  keyLinksByRole(internals);
  writeAttachesFirst(internals);
}
