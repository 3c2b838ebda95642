import type { ErrorDetail } from './azure-error.ts';

/** The code of problems that have none of their own. */
export const invalidContent = 'InvalidRequestContent';

export function invalid(target: string, message: string): ErrorDetail {
  return { code: invalidContent, target, message };
}
