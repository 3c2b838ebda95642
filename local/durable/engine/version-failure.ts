import type { FailureDetails } from './history.ts';
import type { OrchestratorExecutor } from './ports.ts';

const failure: FailureDetails = {
  ErrorType: 'VersionMismatch',
  ErrorMessage: 'Orchestration version did not comply with Worker Versioning',
  StackTrace: null,
  InnerFailure: null,
  IsNonRetriable: true,
  Properties: null,
};

/** Ends an instance whose version is not for this app, where host.json says `Fail`. */
export const failForVersion: OrchestratorExecutor = {
  run: ({ past }) =>
    Promise.resolve({
      decisions: [
        {
          kind: 'complete',
          id: past.length,
          status: 'Failed',
          result: `${failure.ErrorType}: ${failure.ErrorMessage}`,
          details: null,
          failureDetails: failure,
        },
      ],
      customStatus: null,
      suspended: null,
    }),
};
