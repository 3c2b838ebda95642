import type { Session } from 'rhea';
import { sessionInternals, type SessionInternals } from './internals.ts';

/**
 * Trap 6: rhea tells of dispositions in the next tick, but of detach and end at once: "accept, then close" would lose the
 * accept. With this what came first is told first.
 */
export function tellDispositionsBeforeClose(session: SessionInternals): void {
  const onDetach = session.on_detach.bind(session);
  const onEnd = session.on_end.bind(session);
  session.on_detach = (frame) => {
    session.outgoing.process();
    onDetach(frame);
  };
  session.on_end = (frame) => {
    session.outgoing.process();
    onEnd(frame);
  };
}

/** The same for a request that came after them. */
export function tellDispositions(session: Session): void {
  sessionInternals(session).outgoing.process();
}
