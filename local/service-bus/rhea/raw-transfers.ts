import type { SessionInternals } from './internals.ts';

/** A message format that nobody has: rhea leaves the bytes of formats that it does not know alone. */
const privateFormat = 0x7fff_ff00;

/**
 * Trap 1: rhea decodes messages of format 0 and drops their bytes, and what it encodes again has lost types (3.0 becomes
 * a uint, a long above 2^53 a binary). With this every message comes as a Buffer.
 */
export function keepTransfersRaw(session: SessionInternals): void {
  const onTransfer = session.on_transfer.bind(session);
  session.on_transfer = (frame) => {
    if (!frame.performative.message_format) frame.performative.message_format = privateFormat;
    onTransfer(frame);
  };
}

/** Whether a delivery is a message as AMQP defines it. */
export function isPlainMessage(format: number): boolean {
  return format === privateFormat;
}
