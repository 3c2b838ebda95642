import type { Instance } from '../engine/instance.ts';

/** An instance as the management API shows it; times in whole seconds. */
export function statusView(instance: Instance, showInput: boolean): Record<string, unknown> {
  return {
    name: instance.name,
    instanceId: instance.instanceId,
    runtimeStatus: instance.status,
    input: showInput ? jsonOrText(instance.input) : null,
    customStatus: jsonOrText(instance.customStatus),
    output: jsonOrText(instance.output),
    createdTime: wholeSeconds(instance.createdAt),
    lastUpdatedTime: wholeSeconds(instance.updatedAt),
  };
}

/** The value of a JSON text, and the text itself when it is none: the reason of a terminate, say. */
export function jsonOrText(text: string | null): unknown {
  if (text === null) return null;
  const trimmed = text.trim();
  if (trimmed === '') return '';
  try {
    const value: unknown = JSON.parse(trimmed);
    return value;
  } catch {
    return trimmed;
  }
}

function wholeSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
