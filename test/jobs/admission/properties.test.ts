import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acquire, leaveQueue, learn, release } from '../../../jobs/admission/admission.ts';
import { AdmissionState, emptyAdmission, takenBy } from '../../../jobs/admission/state.ts';

const job = fc.constantFrom('a', 'b', 'c');
const task = fc.integer({ min: 0, max: 12 });
const cores = fc.constantFrom(0.1, 0.5, 1, 2, 4);
const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), job, task, cores, spot: fc.boolean() }),
  fc.record({ kind: fc.constant('give' as const), job, task, isLeft: fc.boolean() }),
  fc.record({ kind: fc.constant('leave' as const), job }),
  fc.record({ kind: fc.constant('survey' as const), used: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 1200 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const told: AdmissionState = { ...emptyAdmission, isTold: true, surveyedAt: 1_000 };

function after(state: AdmissionState, at: number, event: Step): AdmissionState {
  const name = 'task' in event ? `${event.job}-${String(event.task)}-1` : '';
  switch (event.kind) {
    case 'ask':
      return acquire(state, { at, name, ...event }).state;
    case 'give':
      return release(state, { at, name, job: event.job, isLeft: event.isLeft }).state;
    case 'leave':
      return leaveQueue(state, { at, job: event.job }).state;
    case 'survey': {
      const usage = { groups: 0, cores: event.used, spotCores: 0 };
      return learn(state, { at, limits: state.limits, usage, gone: [] }).state;
    }
    case 'wait':
      return state;
  }
}

test('whatever happens, no more is granted than there is, and the state is one that can be kept', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (events) => {
      let state = told;
      let at = 1_000;
      for (const event of events) {
        if (event.kind === 'wait') at += event.seconds;
        const before = takenBy(state.permits);
        state = AdmissionState.parse(JSON.parse(JSON.stringify(after(state, at, event))));
        const use = takenBy(state.permits);
        for (const kind of ['groups', 'cores', 'spotCores'] as const)
          expect(use[kind]).toBeLessThanOrEqual(
            Math.max(before[kind], state.limits[kind] - state.others[kind]),
          );
        const waiting = state.queues.flatMap((queue) =>
          queue.waiting.map((suffix) => `${queue.job}-${suffix}`),
        );
        expect(new Set(waiting).size).toBe(waiting.length);
        expect(waiting.filter((name) => name in state.permits)).toEqual([]);
      }
    }),
    {
      numRuns: 300,
      examples: [
        [
          [
            // The same group, with another size than before.
            { kind: 'survey', used: 10 },
            { kind: 'ask', job: 'c', task: 8, cores: 0.1, spot: false },
            { kind: 'ask', job: 'c', task: 8, cores: 2, spot: false },
          ],
        ],
      ],
    },
  );
});

test('whoever waits has its turn, whatever others ask for meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ job, task, cores }), { minLength: 300, maxLength: 300 }),
      cores,
      (others, size) => {
        let state = {
          ...told,
          limits: { ...told.limits, cores: 4, createsPerHour: 1e6, createsPer5Minutes: 1e6 },
        };
        let at = 1_000;
        const ask = (name: string, ofJob: string, wanted: number): void => {
          state = acquire(state, { at, name, job: ofJob, cores: wanted }).state;
        };
        ask('first-0-1', 'first', 4);
        ask('me-0-1', 'me', size);
        let rounds = 0;
        for (const { job: ofJob, task: number, cores: wanted } of others) {
          if ('me-0-1' in state.permits) break;
          at += 1;
          ask(`${ofJob}-${String(number)}-${String(at)}`, ofJob, wanted);
          const [oldest = ''] = Object.keys(state.permits);
          state = release(state, { at, name: oldest, job: oldest.split('-')[0] ?? '' }).state;
          rounds += 1;
        }
        // Each of three jobs, by groups as small as a fortieth of mine, may have as much as I have before it is my turn.
        expect(rounds).toBeLessThan(300);
      },
    ),
    { numRuns: 100 },
  );
});
