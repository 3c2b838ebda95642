import type { OrchestratorExecutor } from './ports.ts';

/** Ends an instance whose version is not for this app, where host.json says `Fail`. */
export const failForVersion: OrchestratorExecutor = {
  run: ({ past }) =>
    Promise.resolve({
      decisions: [
        {
          kind: 'complete',
          id: past.length,
          status: 'Failed',
          result: 'VersionMismatch: Orchestration version did not comply with Worker Versioning',
          details: null,
        },
      ],
      customStatus: null,
      suspended: null,
    }),
};
