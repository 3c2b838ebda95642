import type { Duplex } from 'node:stream';
import type { RunKey } from '../container-groups/container-backend.ts';

/** What clients have open to runs, so that it ends with them. */
export class RunStreams {
  private readonly ends = new Map<string, Set<() => void>>();

  /** `end` is called when the run is over, unless the stream is closed before. */
  add(run: RunKey, stream: Duplex, end: () => void): void {
    const name = nameOf(run);
    const ends = this.ends.get(name) ?? new Set();
    this.ends.set(name, ends.add(end));
    stream.once('close', () => {
      ends.delete(end);
      if (ends.size === 0 && this.ends.get(name) === ends) this.ends.delete(name);
    });
  }

  end(run: RunKey): void {
    for (const end of this.ends.get(nameOf(run)) ?? []) end();
  }
}

/** A run among all others of this machine. */
export function nameOf({ groupUid, container, run }: RunKey): string {
  return `${groupUid}/${container}/${String(run)}`;
}
