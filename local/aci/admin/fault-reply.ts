import { AzureError } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';
import type { FaultAction } from './fault-request.ts';

/** What a failing Azure answers, by name. */
const presets = {
  throttled: () => errors.tooManyRequests(10),
  expiredToken: errors.expiredToken,
  serverError: errors.internalServerError,
} as const satisfies Record<NonNullable<FaultAction['preset']>, () => AzureError>;

/** The error with which a fault answers; undefined when it lets the operation answer. */
export function faultReply(action: FaultAction): AzureError | undefined {
  const preset = action.preset && presets[action.preset]();
  const status = action.status ?? preset?.status;
  if (status === undefined) return undefined;
  const { retryAfterSeconds } = action;
  return new AzureError({
    status,
    code: action.code ?? preset?.code ?? 'InternalServerError',
    message: action.message ?? preset?.message ?? 'A fault that was asked for.',
    headers: {
      ...preset?.headers,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...action.headers,
    },
  });
}
