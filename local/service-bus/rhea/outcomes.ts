import rhea, { type Typed } from 'rhea';
import type { BrokerError } from '../broker-error.ts';

/** http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-delivery-state */
const codes = { accepted: 0x24, rejected: 0x25, error: 0x1d };

export function accepted(): Typed {
  return rhea.types.wrap_described([], codes.accepted);
}

export function rejected({ condition, message }: BrokerError): Typed {
  const error = [rhea.types.wrap_symbol(condition), rhea.types.wrap_string(message)];
  return rhea.types.wrap_described([rhea.types.wrap_described(error, codes.error)], codes.rejected);
}
