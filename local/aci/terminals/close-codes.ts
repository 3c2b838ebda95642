/** Why a terminal's connection ends: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const closeCodes = {
  /** The program, or the run that was attached to, has ended. */
  done: 1000,
  /** The emulator stops. */
  goingAway: 1001,
  /** The password is wrong, late or used. */
  refused: 1008,
  failed: 1011,
} as const;
