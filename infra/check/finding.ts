/** Something that is wrong, and where. */
export interface Finding {
  /** Below the root of the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export const textOf = ({ file, line, message }: Finding): string => `${file}:${line} ${message}`;
