import type { PropertyChanges } from '../message/application-properties.ts';
import { encodeString } from '../wire/encode.ts';

/** What a dead-lettered message says of itself. */
export function deadLetterProperties(
  reason: string | undefined,
  description: string | undefined,
): PropertyChanges {
  const properties = new Map<string, Buffer>();
  if (reason !== undefined) properties.set('DeadLetterReason', encodeString(reason));
  if (description !== undefined)
    properties.set('DeadLetterErrorDescription', encodeString(description));
  return properties;
}
