import type { SpecError } from '../jobs/job-spec.ts';
import type { ReplyAddress } from '../jobs/job-rows.ts';
import { exactText } from './exact-text.ts';

type Metadata = Readonly<Record<string, unknown>>;

type ParsedAddress =
  | { readonly errors: readonly SpecError[]; readonly reply?: undefined }
  | { readonly errors: readonly []; readonly reply: ReplyAddress | undefined };

/**
 * Where the sender of a message wants its reply, if it wants one: a queue that this deployment may write to, with the
 * message's correlation id or, where it has none, its own id.
 */
export function replyAddressOf(
  { replyTo, correlationId, messageId }: Metadata,
  queues: readonly string[],
): ParsedAddress {
  if (replyTo === undefined || replyTo === '') return { errors: [], reply: undefined };
  const asked = exactText(replyTo)?.toLowerCase();
  const queue = queues.find((name) => name.toLowerCase() === asked);
  const id = exactText(isGiven(correlationId) ? correlationId : messageId);
  if (queue !== undefined && id !== undefined && id !== '')
    return { errors: [], reply: { queue, correlationId: id } };
  const path = isGiven(correlationId) ? 'correlationId' : 'messageId';
  return {
    errors: [
      ...(queue === undefined ? [wrongQueue(queues)] : []),
      ...(id ? [] : [{ path, message: 'must be a text that is no long number' }]),
    ],
  };
}

function isGiven(id: unknown): boolean {
  return id !== undefined && id !== '';
}

/** Queues are named without case: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftservicebus */
function wrongQueue(queues: readonly string[]): SpecError {
  const allowed = queues.length > 0 ? queues.join(', ') : 'none';
  return { path: 'replyTo', message: `is no queue that takes replies; those are: ${allowed}` };
}
