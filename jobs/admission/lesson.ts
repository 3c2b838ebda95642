import type { Limits, Use } from './state.ts';

/** What a refusal of Azure says about a region. */
export interface Lesson {
  readonly limits: Partial<Limits>;
  /** All that counted against a quota when it refused, ours too. */
  readonly usage: Partial<Use>;
  /** To ask nothing for so long. */
  readonly pauseSeconds: number;
}

/** The quotas that are counted here, by Azure's names for them. */
export const quotaNames: Readonly<Record<string, keyof Use>> = {
  ContainerGroups: 'groups',
  StandardCores: 'cores',
  StandardSpotCores: 'spotCores',
};

/** Of a refusal that says nothing more than that there was one. */
const usualPauseSeconds = 30;

const quotaReached = /quota '(\w+)' exceeded .*Limit: '([\d.]+)', Usage: '([\d.]+)'/;
const tooManyCreates = /exceeded the limit of '(\d+)' for time interval '(\d\d):(\d\d):\d\d'/;
const tryAgain = /try again after '?(\d+)'? seconds/i;

/** Reads the message of a 429 or of a reached quota; texts as recorded. */
export function lessonOf(message: string): Lesson {
  const [, name = '', limit, usage] = quotaReached.exec(message) ?? [];
  const quota = quotaNames[name];
  // What is taken is known now, so that nothing has to be waited for but a group's end.
  if (quota)
    return {
      limits: { [quota]: Number(limit) },
      usage: { [quota]: Number(usage) },
      pauseSeconds: 0,
    };
  const pauseSeconds = Number(tryAgain.exec(message)?.[1] ?? usualPauseSeconds);
  const [, count, hours] = tooManyCreates.exec(message) ?? [];
  if (count === undefined) return { limits: {}, usage: {}, pauseSeconds };
  const which = Number(hours) > 0 ? 'createsPerHour' : 'createsPer5Minutes';
  return { limits: { [which]: Number(count) }, usage: {}, pauseSeconds };
}
