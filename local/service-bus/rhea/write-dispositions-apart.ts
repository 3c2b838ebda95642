import type { Session } from 'rhea';
import { sessionInternals } from './internals.ts';

/**
 * Trap 9: of two dispositions in one tick whose deliveries follow each other, rhea writes the first outcome for both
 * without a look at the second. An outcome other than accepted is therefore written by itself.
 */
export function writeApart(session: Session, update: () => void): void {
  const { outgoing, incoming } = sessionInternals(session);
  const flush = (): void => {
    outgoing.process();
    incoming.process(session);
  };
  flush();
  update();
  flush();
}
