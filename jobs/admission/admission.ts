import { createAllowedAt, withLaterCreate } from './create-budget.ts';
import { costOf, inTurn, isThrottled, nameOf, offerAll, offerSeconds } from './grants.ts';
import { lessonOf } from './lesson.ts';
import type {
  Acquired,
  AcquireRequest,
  LeaveRequest,
  ReleaseRequest,
  SurveyReport,
  WaitReason,
  Wake,
} from './requests.ts';
import { surveyFor, withLesson, withReport } from './survey.ts';
import { type AdmissionState, permitOf, poolOf, type Queue, rounded } from './state.ts';

/** For which a permit holds until somebody sees that its group is there, or is not. */
const leaseSeconds = 900;
/** Then it lapses even when nobody could see. */
const longestSeconds = 24 * 3600;

/** At most so many wait by name; who comes later asks again. That is 50 KB. */
const maxWaiting = 5000;

interface After<Answer> {
  readonly state: AdmissionState;
  readonly answer: Answer;
}

/** Gives the group its permit, or its place in the queue. Asked again, it says the same again. */
export function acquire(before: AdmissionState, request: AcquireRequest): After<Acquired> {
  const { name, cores } = request;
  const current = passed(before, request.at);
  const pool = poolOf(request);
  if (!current.permits[name] && current.isTold && cores > current.limits[pool])
    return withOffers(leave(current, request), (wake) => ({
      result: 'tooLarge',
      limit: current.limits[pool],
      wake,
    }));
  const { state, offered } = offerAll(enqueued(current, request));
  const permit = state.permits[name];
  const wake = offered.filter((other) => other !== name);
  if (!permit) return waits(state, request, wake);
  const held = permitOf(permit, { until: state.at + leaseSeconds });
  const creates =
    permit.state === 'offered'
      ? withLaterCreate(state.creates, permit.until - offerSeconds, state.at)
      : state.creates;
  const isLast = state.queues.every(({ job }) => job !== request.job);
  const permits = { ...state.permits, [name]: held };
  const running = Object.keys(permits).length;
  return {
    state: { ...state, permits, creates },
    answer: { result: 'granted', wake, isLast, running },
  };
}

/** Takes a permit back; when Azure refused the group, it learns why. Released twice, it is released. */
export function release(before: AdmissionState, request: ReleaseRequest): After<Wake> {
  const { name, isLeft, refusal } = request;
  const current = passed(before, request.at);
  const { [name]: permit, ...rest } = current.permits;
  const until = current.at + leaseSeconds;
  const permits =
    permit && isLeft
      ? { ...rest, [name]: permitOf(permit, { until, state: 'leaving' as const }) }
      : rest;
  const released = leave({ ...current, permits }, request);
  return withOffers(
    refusal === undefined ? released : withLesson(released, lessonOf(refusal)),
    (wake) => ({ wake }),
  );
}

/**
 * Takes groups out of the queue: those of a whole job without a `name`. Tells those that waited, and those that had
 * been offered a permit.
 */
export function leaveQueue(before: AdmissionState, request: LeaveRequest): After<Wake> {
  const current = passed(before, request.at);
  const { job, name } = request;
  const ofJob = current.queues.filter((queue) => queue.job === job);
  const left = ofJob.flatMap((queue) => queue.waiting.map((suffix) => nameOf(queue, suffix)));
  if (name !== undefined) return withOffers(leave(current, { job, name }), (wake) => ({ wake }));
  const queues = current.queues.filter((queue) => queue.job !== job);
  return withOffers({ ...current, queues }, (wake) => ({ wake: [...left, ...wake] }));
}

/** Takes in what Azure has answered. */
export function learn(before: AdmissionState, report: SurveyReport): After<Wake> {
  const current = withReport(passed(before, report.at), report, leaseSeconds);
  return withOffers(current, (wake) => ({ wake }));
}

function withOffers<Answer>(
  state: AdmissionState,
  answerOf: (wake: string[]) => Answer,
): After<Answer> {
  const after = offerAll(state);
  return { state: after.state, answer: answerOf(after.offered) };
}

/** The state at this time, or at the newest that it knows: callers' clocks differ. Permits that nobody has lapse. */
function passed(state: AdmissionState, time: number): AdmissionState {
  const at = Math.max(state.at, time);
  const isAlive = ([, { until, state: is }]: [string, AdmissionState['permits'][string]]) =>
    at < (is === 'offered' ? until : until + longestSeconds);
  const entries = Object.entries(state.permits);
  if (entries.every(isAlive)) return { ...state, at };
  return { ...state, at, permits: Object.fromEntries(entries.filter(isAlive)) };
}

/** Unless it has a permit or a place, or there are too many. */
function enqueued(state: AdmissionState, request: AcquireRequest): AdmissionState {
  const { job, name, cores, spot = false, weight = 1 } = request;
  if (state.permits[name]) return state;
  const suffix = suffixOf(request);
  const own = state.queues.find((queue) => isOf(queue, { job, cores, spot }));
  if (own?.waiting.includes(suffix) || countOf(state.queues) >= maxWaiting) return state;
  // It may have asked for another size before.
  const { queues } = leave(state, request);
  if (own) {
    const waiting = [...own.waiting, suffix];
    return {
      ...state,
      queues: queues.map((queue) => (queue === own ? { ...own, waiting } : queue)),
    };
  }
  // As if it had just had its turn: a stream of new jobs would starve those that wait.
  const pass = rounded(state.pass + costOf({ cores, weight }));
  const queue = { job, cores, ...(spot && { spot }), weight, pass, waiting: [suffix] };
  return { ...state, queues: [...queues, queue] };
}

/** Without a place for this group. */
function leave(state: AdmissionState, group: Pick<AcquireRequest, 'job' | 'name'>): AdmissionState {
  const suffix = suffixOf(group);
  const queues = state.queues
    .map((queue) => {
      const isIn = queue.job === group.job && queue.waiting.includes(suffix);
      return isIn ? { ...queue, waiting: queue.waiting.filter((one) => one !== suffix) } : queue;
    })
    .filter(({ waiting }) => waiting.length > 0);
  return { ...state, queues };
}

function waits(state: AdmissionState, request: AcquireRequest, wake: string[]): After<Acquired> {
  const place = placeOf(state, request);
  const what: WaitReason = isThrottled(state) ? 'throttle' : 'quota';
  const asked = surveyFor(state);
  const [first] = state.queues.find(({ job }) => job === request.job)?.waiting ?? [];
  const isFirst = first === suffixOf(request);
  return {
    state: asked?.state ?? state,
    answer: {
      result: 'wait',
      wake,
      what,
      place,
      seconds: secondsToWait(state, place, isFirst),
      isFirst,
      ...(asked && { survey: { suspects: asked.suspects } }),
    },
  };
}

/** Whoever is near its turn, or speaks for its job, asks often: a wake may be lost. Who is far behind asks rarely. */
function secondsToWait(state: AdmissionState, place: number, isFirst: boolean): number {
  const { pausedUntil, at, creates, limits } = state;
  if (!isThrottled(state)) return isFirst ? 30 : Math.min(900, 30 + 5 * place);
  const allowedAt = Math.max(pausedUntil, createAllowedAt(creates, limits, at, place));
  return Math.max(2, Math.min(600, allowedAt - at));
}

/** Turns are counted as if all that wait had the same right: it is what people are shown. */
function placeOf(state: AdmissionState, request: AcquireRequest): number {
  const suffix = suffixOf(request);
  const own = state.queues.find(
    ({ job, waiting }) => job === request.job && waiting.includes(suffix),
  );
  if (!own) return countOf(state.queues) + 1;
  const index = own.waiting.indexOf(suffix);
  const turn = own.pass + index * costOf(own);
  const inOrder = inTurn(state.queues);
  const ahead = inOrder.map((queue, order) => {
    if (queue === own) return 0;
    const turns = (turn - queue.pass) / costOf(queue);
    const whole = order < inOrder.indexOf(own) ? Math.floor(turns) + 1 : Math.ceil(turns);
    return Math.min(queue.waiting.length, Math.max(0, whole));
  });
  return index + 1 + ahead.reduce((sum, count) => sum + count, 0);
}

function isOf(queue: Queue, { job, cores, spot }: { job: string; cores: number; spot: boolean }) {
  return queue.job === job && queue.cores === cores && (queue.spot ?? false) === spot;
}

function suffixOf({ job, name }: Pick<AcquireRequest, 'job' | 'name'>): string {
  return name.slice(job.length + 1);
}

function countOf(queues: readonly Queue[]): number {
  return queues.reduce((sum, { waiting }) => sum + waiting.length, 0);
}
