import { acquire, leaveQueue, learn, release } from '../../../../jobs/admission/admission.ts';
import type { Acquired } from '../../../../jobs/admission/requests.ts';
import { AdmissionState, emptyAdmission } from '../../../../jobs/admission/state.ts';

const start = 1_800_000_000;

/** A region of ten cores that Azure has told of. */
export class Region {
  at = start;
  state: AdmissionState;
  woken: string[] = [];

  constructor(limits: Partial<AdmissionState['limits']> = {}) {
    const told = { ...emptyAdmission.limits, ...limits };
    this.state = { ...emptyAdmission, at: start, isTold: true, surveyedAt: start, limits: told };
  }

  ask(job: string, task: number, more: { cores?: number; spot?: boolean; weight?: number } = {}) {
    const request = { at: this.at, job, name: `${job}-${String(task)}-1`, cores: 1, ...more };
    return this.kept(acquire(this.state, request));
  }

  give(name: string, more: { isLeft?: boolean; refusal?: string } = {}) {
    const [job = ''] = name.split('-');
    return this.kept(release(this.state, { at: this.at, job, name, ...more }));
  }

  leave(job: string, name?: string) {
    return this.kept(leaveQueue(this.state, { at: this.at, job, ...(name && { name }) }));
  }

  told(report: Omit<Parameters<typeof learn>[1], 'at'>) {
    return this.kept(learn(this.state, { at: this.at, ...report }));
  }

  get held(): string[] {
    return Object.keys(this.state.permits);
  }

  private kept<Answer extends { wake: string[] }>(after: {
    state: AdmissionState;
    answer: Answer;
  }): Answer {
    // As the entity keeps it.
    this.state = AdmissionState.parse(JSON.parse(JSON.stringify(after.state)));
    this.woken = after.answer.wake;
    return after.answer;
  }
}

export const grantedTo = (answer: Acquired): boolean => answer.result === 'granted';
