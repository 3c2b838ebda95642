import { isRestError } from '@azure/storage-blob';

/** How a service of Azure refused a request. */
interface Refusal {
  readonly status: number;
  /** Azure's own word for it, such as `ContainerGroupQuotaReached` or `BlobNotFound`; empty when it gave none. */
  readonly code: string;
  readonly message: string;
  /** When the service asks to come back later. */
  readonly retryAfterMs: number | undefined;
}

/** Undefined for what is no answer of a service: a connection that broke, no token, a fault of this program. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isRestError(error) || error.statusCode === undefined) return undefined;
  const seconds = Number(error.response?.headers.get('retry-after') ?? NaN);
  return {
    status: error.statusCode,
    code: error.code ?? '',
    message: error.message,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  };
}

/** Whether a service answered with one of these statuses. */
export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const status = refusalOf(error)?.status;
  return status !== undefined && statuses.includes(status);
}
