import type { QueueProperties } from './queue-properties.ts';

/** The declared properties that a queue can not keep here: who uses it would get wrong answers. */
export function notEmulated(properties: QueueProperties): string[] {
  const missing: string[] = [];
  if (properties.RequiresSession) missing.push('RequiresSession (sessions)');
  if (properties.RequiresDuplicateDetection)
    missing.push('RequiresDuplicateDetection (duplicate detection)');
  if (properties.ForwardTo !== '') missing.push('ForwardTo (auto-forwarding)');
  if (properties.ForwardDeadLetteredMessagesTo !== '')
    missing.push('ForwardDeadLetteredMessagesTo (auto-forwarding)');
  return missing;
}
