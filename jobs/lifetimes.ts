const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A container that still writes when its job's time is up is about to be deleted. */
const afterDeadlineMs = 15 * minuteMs;
const shortestMs = hourMs;
/**
 * A user-delegation key lasts 7 days, and is a little old when it signs:
 * https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
 */
const longestMs = 7 * 24 * hourMs - hourMs;

/** Until when the URLs that a container gets are signed: 15 minutes past the deadline, 1 hour at least, 6 days 23 hours at most. */
export function signaturesEnd(deadline: string, now: Date): Date {
  const left = new Date(deadline).getTime() + afterDeadlineMs - now.getTime();
  return new Date(now.getTime() + Math.min(longestMs, Math.max(shortestMs, left)));
}

/** Until when a group belongs to its job; after it the sweeper may take it. */
export function leaseEnd(deadline: string): Date {
  return new Date(new Date(deadline).getTime() + afterDeadlineMs);
}
