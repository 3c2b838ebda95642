import type { Sender } from 'rhea';
import { connectionInternals, type SenderInternals } from './internals.ts';

interface DrainWatcher {
  /** Whether rhea has written all that was handed to it on this link. */
  readonly isAllWritten: () => boolean;
  /** So much credit was given back. */
  readonly onDrained: (credit: number) => void;
}

/**
 * Trap 3: rhea does not answer a drain when the credit is used up already; the client then waits, and closes its
 * receiver. With this each drain is answered, by the flow that `finishDrain` asks for.
 */
export function answerEveryDrain(
  sender: SenderInternals,
  { isAllWritten, onDrained }: DrainWatcher,
): void {
  sender._get_drain = () => {
    if (!sender._draining || !sender._drained || !isAllWritten()) return false;
    const { credit } = sender;
    sender.delivery_count += credit;
    sender.credit = 0;
    sender._draining = false;
    onDrained(credit);
    return true;
  };
}

/** To be called when all that is there has been handed to rhea: it writes the flow after that. */
export function finishDrain(link: Sender, sender: SenderInternals): void {
  if (!link.is_open()) return;
  sender._drained = true;
  sender.issue_flow = true;
  connectionInternals(link.connection)._register();
  // The client's window may be closed: then the transfers are still to come, and the flow after them.
  setImmediate(() => {
    if (sender._draining) finishDrain(link, sender);
  });
}
