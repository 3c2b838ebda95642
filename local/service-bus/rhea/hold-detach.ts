import process from 'node:process';
import type { LinkInternals } from './internals.ts';

/**
 * Trap 6, second half: rhea answers a detach in the next tick, but what was settled or sent before it is still being
 * written, and an answer to that is lost on a link that is gone. To be called in the event that says that the client has
 * closed the link: with this it is gone when `work` is done. `work` must not reject.
 */
export function holdDetach(link: LinkInternals, work: Promise<unknown>): void {
  process.nextTick(() => {
    // rhea closes only what still has the mark that it made.
    link.state.mark('held');
    void work.then(() => {
      link.close();
      process.nextTick(() => {
        link.remove();
      });
    });
  });
}
