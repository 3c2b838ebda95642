/** How the program ends when it could not do its work. `storage` may pass: the job's spec lets it be tried again. */
export const exit = { environment: 64, rows: 65, storage: 75 } as const;

/** Ends the program with this message in the log and this exit code. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
