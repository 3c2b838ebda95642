import type { BlobServiceClient, UserDelegationKey } from '@azure/storage-blob';

/** The longest life of a key: https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key */
const longestMs = 7 * 24 * 60 * 60 * 1000;
/** The clocks of this machine and of Azure may differ by as much. */
export const clockSkewMs = 5 * 60 * 1000;
/** Asked for at least, so that many signatures need one key. */
const usualMs = 24 * 60 * 60 * 1000;

interface DelegationKey {
  readonly key: UserDelegationKey;
  /** What is signed with it may not live longer. */
  readonly expiresOn: Date;
}

/** Keys that sign in the name of the app's identity; one is kept until a signature is to outlive it. */
export class DelegationKeys {
  private readonly service: BlobServiceClient;
  private newest: { readonly until: number; readonly key: Promise<DelegationKey> } | undefined;

  constructor(service: BlobServiceClient) {
    this.service = service;
  }

  /** A key that lives until `until`, or as long as Azure permits when that is sooner. */
  keyUntil(until: Date): Promise<DelegationKey> {
    const now = Date.now();
    const wanted = Math.min(until.getTime(), latest(now) - usualMs);
    if (this.newest && this.newest.until >= wanted) return this.newest.key;
    const life = Math.min(Math.max(until.getTime(), now + usualMs), latest(now));
    const asked = { until: life, key: this.ask(now, life) };
    this.newest = asked;
    asked.key.catch(() => {
      if (this.newest === asked) this.newest = undefined;
    });
    return asked.key;
  }

  private async ask(now: number, until: number): Promise<DelegationKey> {
    const expiresOn = new Date(until);
    const key = await this.service.getUserDelegationKey(new Date(now - clockSkewMs), expiresOn);
    return { key, expiresOn };
  }
}

function latest(now: number): number {
  return now + longestMs - 2 * clockSkewMs;
}
