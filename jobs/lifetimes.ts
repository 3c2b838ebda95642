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

/** A group that is kept for inspection is kept for a day at most, whatever its spec or its tags say. */
const longestKeepMs = 24 * hourMs;

/** What says on a group that it is kept, and until when. */
export function keptTags(until: Date, now: Date): Record<string, string> {
  const last = Math.min(until.getTime(), now.getTime() + longestKeepMs);
  return { leaseUntil: new Date(last).toISOString(), kept: 'true' };
}

/** Until when a group may be there, by its tags and the end of its job; undefined while nothing ends it. */
export function lastMomentOf(
  tags: Readonly<Record<string, string>>,
  jobFinishedAt: string | undefined,
): Date | undefined {
  const lease = timeOf(tags['leaseUntil']);
  const finished = timeOf(jobFinishedAt);
  const isKept = tags['kept'] === 'true' && finished !== undefined;
  const afterJob = isKept ? finished + longestKeepMs : finished;
  const ends = [lease, afterJob].filter((end) => end !== undefined);
  return ends.length > 0 ? new Date(Math.min(...ends)) : undefined;
}

/** Undefined for what is no time: somebody else may have written a tag. */
function timeOf(text: string | undefined): number | undefined {
  const time = new Date(text ?? '').getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** Until when a group belongs to its job; after it the sweeper may take it. */
export function leaseEnd(deadline: string): Date {
  return new Date(new Date(deadline).getTime() + afterDeadlineMs);
}
