import type { Lesson } from './lesson.ts';
import type { SurveyReport } from './requests.ts';
import {
  type AdmissionState,
  documentedCores,
  type Limits,
  nothing,
  permitOf,
  rounded,
  takenBy,
  type Use,
} from './state.ts';

/** For which whoever asks Azure is waited for, before somebody else does. */
const surveySeconds = 120;
const usuallyEverySeconds = 300;
/** While somebody else's groups are in the way. */
const oftenEverySeconds = 60;
const maxSuspects = 50;
/** That others have taken something is only known to change by what Azure says. */
const kinds = ['groups', 'cores', 'spotCores'] as const;

/** Whether it is time to ask Azure, and which permits may have no group. For whoever waits: nobody else needs to know. */
export function surveyFor(
  state: AdmissionState,
): { state: AdmissionState; suspects: string[] } | undefined {
  const { at, survey, surveyedAt, others, permits } = state;
  if (survey && survey.until > at) return undefined;
  const hasOthers = kinds.some((kind) => others[kind] > 0);
  const everySeconds = hasOthers ? oftenEverySeconds : usuallyEverySeconds;
  if (surveyedAt + everySeconds > at) return undefined;
  const suspects = Object.entries(permits)
    .filter(([, { until, state: is }]) => is === 'leaving' || (is !== 'offered' && until <= at))
    .sort(([, a], [, b]) => a.until - b.until)
    .map(([name]) => name);
  return {
    state: { ...state, survey: { until: at + surveySeconds, ours: takenBy(permits) } },
    suspects: suspects.slice(0, maxSuspects),
  };
}

/** Azure's numbers in place of what was assumed; without them only the time of the question is kept. */
export function withReport(
  state: AdmissionState,
  { limits, usage, gone }: SurveyReport,
  leaseSeconds: number,
): AdmissionState {
  const { survey, ...rest } = state;
  const permits = Object.fromEntries(
    Object.entries(state.permits)
      .filter(([name]) => !gone.includes(name))
      .map(([name, permit]) => {
        const isSeen = limits && permit.state === undefined && permit.until <= state.at;
        return [name, isSeen ? permitOf(permit, { until: state.at + leaseSeconds }) : permit];
      }),
  );
  const surveyed = { ...rest, permits, surveyedAt: state.at };
  if (!limits || !usage)
    return state.isTold
      ? surveyed
      : {
          ...surveyed,
          limits: { ...state.limits, cores: documentedCores, spotCores: documentedCores },
        };
  const ours = takenBy(permits);
  const atFirst = survey?.ours ?? nothing;
  const others = { ...state.others };
  // What is ours changes while Azure answers. Too few others cost a refusal, too many would leave room unused.
  for (const kind of kinds)
    others[kind] = ofOthers(usage[kind] ?? 0, Math.max(ours[kind], atFirst[kind]));
  return { ...surveyed, limits: known(state.limits, limits), isTold: true, others };
}

/** What a refusal has taught: how much there is, how much of it others have, and when to ask again. */
export function withLesson(
  state: AdmissionState,
  { limits, usage, pauseSeconds }: Lesson,
): AdmissionState {
  const ours = takenBy(state.permits);
  const others: Use = { ...state.others };
  for (const kind of kinds) {
    const used = usage[kind];
    if (used !== undefined) others[kind] = Math.max(0, rounded(used - ours[kind]));
  }
  return {
    ...state,
    limits: known(state.limits, limits),
    isTold: state.isTold || Object.keys(usage).length > 0,
    others,
    pausedUntil: Math.max(state.pausedUntil, state.at + pauseSeconds),
  };
}

/** Azure rounds parts of cores up. */
function ofOthers(usage: number, ours: number): number {
  return Math.max(0, Math.floor(usage - ours));
}

function known(before: Limits, told: SurveyReport['limits'] = {}): Limits {
  const { groups, cores, spotCores, createsPer5Minutes, createsPerHour } = told;
  return {
    groups: groups ?? before.groups,
    cores: cores ?? before.cores,
    spotCores: spotCores ?? before.spotCores,
    createsPer5Minutes: createsPer5Minutes ?? before.createsPer5Minutes,
    createsPerHour: createsPerHour ?? before.createsPerHour,
  };
}
