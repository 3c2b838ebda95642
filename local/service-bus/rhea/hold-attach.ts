import type { LinkInternals } from './internals.ts';

/**
 * Trap 5: rhea answers an attach by itself, before anybody has looked at it. Called in the event that says that a link
 * opens, this takes the answer back; the function it returns gives it.
 */
export function holdAttach(link: LinkInternals): () => void {
  link.state.local_open = false;
  link.state.open_requests = 0;
  return () => {
    link.attach();
  };
}
