import { describe } from '@jest/globals';
import { FakeArtifacts } from '../support/fakes/artifacts.ts';
import { artifactsContract } from './artifacts.contract.ts';

describe('the fake artifacts', () => {
  artifactsContract(() => new FakeArtifacts());
});
