import { describe } from '@jest/globals';
import { FakeJobStore } from '../support/fakes/job-store.ts';
import { jobStoreContract } from './job-store.contract.ts';
import { stepStoreContract } from './step-store.contract.ts';

describe('the fake job store', () => {
  jobStoreContract(() => new FakeJobStore());
  stepStoreContract(() => new FakeJobStore());
});
