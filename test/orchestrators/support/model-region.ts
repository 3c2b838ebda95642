import { z } from 'zod';
import type { OwnedGroup, Regions, RegionUsage } from '../../../clients/ports.ts';

const Group = z.object({ name: z.string(), cores: z.number() });

/** A region of ACI as far as its quotas go, with their words: see local/aci/limits. */
export class ModelRegion implements Regions {
  readonly groups = new Map<string, number>();
  /** Cores of groups that somebody else has. */
  foreignCores = 0;
  refusals = 0;
  mostCores = 0;
  readonly creates: number[] = [];
  cores: number;
  private readonly now: () => Date;

  constructor({ cores }: { cores: number }, now: () => Date) {
    this.cores = cores;
    this.now = now;
  }

  /** The message of the refusal, or null. */
  make(value: unknown): string | null {
    const { name, cores } = Group.parse(value);
    const refusal = this.throttle() ?? this.quota(cores);
    if (refusal !== undefined) {
      this.refusals += 1;
      return refusal;
    }
    this.creates.push(this.now().getTime());
    this.groups.set(name, cores);
    this.mostCores = Math.max(this.mostCores, this.taken);
    return null;
  }

  /** Gives its name. */
  remove(value: unknown): string {
    const { name } = Group.pick({ name: true }).parse(value);
    this.groups.delete(name);
    return name;
  }

  usage(): Promise<RegionUsage> {
    const usage = { groups: this.groups.size, cores: this.taken, spotCores: 0 };
    return Promise.resolve({ limits: { groups: 100, cores: this.cores, spotCores: 0 }, usage });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
  async *listOwned(): AsyncIterable<OwnedGroup> {
    for (const name of this.groups.keys()) yield { name, tags: {} };
  }

  private get taken(): number {
    return [...this.groups.values()].reduce((sum, cores) => sum + cores, this.foreignCores);
  }

  private quota(cores: number): string | undefined {
    if (this.taken + cores <= this.cores && this.groups.size < 100) return undefined;
    return `container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '${this.cores}', Usage: '${this.taken}' Requested: '${cores}'.`;
  }

  /** A window begins with the first request after the end of the last. */
  private throttle(): string | undefined {
    const windows = [
      [300, 100, '00:05:00'],
      [3600, 300, '01:00:00'],
    ] as const;
    for (const [seconds, limit, text] of windows) {
      const { begins, count } = windowOf(this.creates, seconds * 1000, this.now().getTime());
      if (count < limit) continue;
      const left = Math.ceil((begins + seconds * 1000 - this.now().getTime()) / 1000);
      return `Number of requests for action 'Microsoft.ContainerInstance/containerGroups/write' exceeded the limit of '${limit}' for time interval '${text}'. Please try again after '${left}' seconds.`;
    }
    return undefined;
  }
}

function windowOf(
  times: readonly number[],
  length: number,
  now: number,
): { begins: number; count: number } {
  let begins = -Infinity;
  let count = 0;
  for (const time of times) {
    if (time >= begins + length) {
      begins = time;
      count = 0;
    }
    count += 1;
  }
  return now >= begins + length ? { begins: now, count: 0 } : { begins, count };
}
