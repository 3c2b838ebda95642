import type { Connection, Container } from 'rhea';
import { field } from './field.ts';

/** One authentication: `outcome` is set when `start` is done. */
export interface SaslMechanism {
  outcome: boolean | undefined;
  start(response: Buffer | undefined): void;
}

/** What rhea has no server for besides ANONYMOUS. Where ANONYMOUS is offered, a client may also leave out SASL. */
export function offerMechanisms(
  container: Container,
  mechanisms: Readonly<Record<string, () => SaslMechanism>>,
): void {
  const offered: unknown = container.sasl_server_mechanisms;
  if (typeof offered !== 'object' || offered === null)
    throw new Error('rhea no longer has its table of SASL mechanisms.');
  Object.assign(offered, mechanisms);
}

/** The mechanism that a client has chosen; undefined when it came without SASL. */
export function mechanismOf(connection: Connection): unknown {
  const transport = field(connection, 'sasl_transport');
  return field(field(field(transport, 'transports'), '3'), 'mechanism');
}
