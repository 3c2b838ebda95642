import type { Receiver, Sender } from 'rhea';
import { field } from '../rhea/field.ts';
import { linkInternals } from '../rhea/internals.ts';

/** What a client says of an end of a link; rhea has null for an end of a kind that it does not know. */
export interface Terminus {
  readonly address: string | undefined;
  readonly filters: readonly string[];
}

export function remoteTerminus(link: Sender | Receiver, end: 'source' | 'target'): Terminus {
  const terminus = field(linkInternals(link).remote.attach, end);
  const address = field(terminus, 'address');
  const filter = field(terminus, 'filter');
  return {
    address: typeof address === 'string' ? address : undefined,
    filters: typeof filter === 'object' && filter !== null ? Object.keys(filter) : [],
  };
}
