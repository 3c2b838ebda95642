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

/** Keys that sign in the name of the app's identity; kept until a signature is to outlive them. */
export class DelegationKeys {
  private readonly service: BlobServiceClient;
  private newest: Promise<DelegationKey> | undefined;

  constructor(service: BlobServiceClient) {
    this.service = service;
  }

  /** A key that lives until `until`, or as long as Azure permits when that is sooner. */
  async keyUntil(until: Date): Promise<DelegationKey> {
    const now = Date.now();
    const wanted = Math.min(until.getTime(), latest(now) - usualMs);
    const known = await this.newest?.catch(() => undefined);
    if (known && known.expiresOn.getTime() >= wanted) return known;
    const asked = this.ask(now, Math.min(Math.max(until.getTime(), now + usualMs), latest(now)));
    this.newest = asked;
    return asked;
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
