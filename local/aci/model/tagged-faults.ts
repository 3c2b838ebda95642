import { errors } from './errors.ts';
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
