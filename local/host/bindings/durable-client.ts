import type { DurableExtension } from '../../durable/index.ts';
import type { NamedData, RegisteredFunction } from '../worker/types.ts';

/** The value of each `durableClient` input of a function: how its code reaches the durable engine. */
export function durableClientInputs(
  fn: RegisteredFunction,
  durable: Pick<DurableExtension, 'clientBinding'>,
): NamedData[] {
  return Object.entries(fn.bindings)
    .filter(([, { type }]) => type.toLowerCase() === 'durableclient')
    .map(([name]) => ({ name, data: { string: durable.clientBinding() } }));
}
