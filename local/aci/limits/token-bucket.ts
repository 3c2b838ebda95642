interface BucketSize {
  readonly bucket: number;
  readonly perSecond: number;
}

type Taken =
  | { readonly allowed: true; readonly remaining: number }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

const longestWaitSeconds = 3600;

/** Full at first; each request takes one token, and time puts them back: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
export class TokenBucket {
  private tokens = Infinity;
  private filledAt = 0;

  /** Takes a token when there is one. The size may differ from call to call. */
  take({ bucket, perSecond }: BucketSize, now: Date): Taken {
    const seconds = Math.max(0, (now.getTime() - this.filledAt) / 1000);
    this.tokens = Math.min(bucket, this.tokens + seconds * perSecond);
    this.filledAt = now.getTime();
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return { allowed: true, remaining: Math.floor(this.tokens) };
    }
    const wait = perSecond > 0 ? Math.ceil((1 - this.tokens) / perSecond) : longestWaitSeconds;
    return { allowed: false, retryAfterSeconds: Math.min(longestWaitSeconds, Math.max(1, wait)) };
  }
}
