/** What a step gives to the app's function that it names. */
export interface StepCall {
  readonly jobId: string;
  /** The step by its name, also where the function is to undo it. */
  readonly step: string;
  /** As the spec has it. */
  readonly input?: unknown;
  /** Of each step that it depends on, what that gave, by name; of the step itself, too, where it is to be undone. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
