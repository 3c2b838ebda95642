import type { Attempt } from './attempt.ts';

type Tags = Readonly<Record<string, string>>;

/** These four say which attempt of which job of which deployment a group is. */
const names = ['owner', 'job', 'task', 'attempt'] as const;

/** Whether two groups of one name are the same attempt of the same job. */
export function isSameAttempt(tags: Tags, others: Tags): boolean {
  return names.every((name) => tags[name] !== undefined && tags[name] === others[name]);
}

/** Whether a group with these tags is that of this attempt: what somebody else has under its name is left alone. */
export function isGroupOf(tags: Tags, owner: string, { jobId, task, attempt }: Attempt): boolean {
  const own = { owner, job: jobId, task: String(task), attempt: String(attempt) };
  return isSameAttempt(own, tags);
}
