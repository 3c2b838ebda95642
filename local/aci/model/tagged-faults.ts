import { errors } from './errors.ts';
import type { GroupRecord } from './group-record.ts';
import { parseLifecycleFaults, type LifecycleFault } from './lifecycle-fault.ts';

/** The tag by which a client that knows nothing of `/_emu` asks for faults. */
const faultTag = 'emu.fault';

/** What the tag `emu.fault` of a group asks for, in the form of `parseLifecycleFaults`. Throws one 400 that names the tag. */
export function taggedFaults(tags: Readonly<Record<string, string>>): LifecycleFault[] {
  // Names of tags are the same in any case: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
  const text = Object.entries(tags).find(([name]) => name.toLowerCase() === faultTag)?.[1];
  try {
    return parseLifecycleFaults(text ?? '');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw errors.invalidRequest([
      { code: 'InvalidRequestContent', target: `tags.${faultTag}`, message },
    ]);
  }
}

/** The faults of a group whose tags change: those that it did not have by its tags stay. Throws as `taggedFaults`. */
export function retaggedFaults(
  { lifecycle, body }: Pick<GroupRecord, 'lifecycle' | 'body'>,
  tags: Readonly<Record<string, string>>,
): LifecycleFault[] {
  const old = taggedFaults(body.tags).map((fault) => JSON.stringify(fault));
  const others = lifecycle.filter((fault) => !old.includes(JSON.stringify(fault)));
  return [...others, ...taggedFaults(tags)];
}
