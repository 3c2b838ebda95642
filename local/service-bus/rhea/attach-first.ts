import type { SessionInternals } from './internals.ts';

/**
 * Trap 10: within a tick rhea writes transfers before attaches. A client that gives credit in one breath with its attach, as
 * Qpid Proton does, would get a delivery on a link that is not open yet, and end the connection ("no such handle").
 */
export function writeAttachesFirst(session: SessionInternals): void {
  const { outgoing } = session;
  const writeTransfers = outgoing.process.bind(outgoing);
  outgoing.process = () => {
    // Not before the session itself is open.
    const pending = session.state.open_requests > 0 ? [] : Object.values(session.links);
    for (const link of pending) if (link.state.need_open()) session.output(link.local.attach);
    writeTransfers();
  };
}
