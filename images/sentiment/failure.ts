/** Ends the program with one line. The exit codes are those of sysexits.h. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const exit = { usage: 64, data: 65, noInput: 66, output: 74 };
