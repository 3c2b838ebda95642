import { z } from 'zod';
import type { Definition } from './definitions.ts';

const Call = z.looseObject({
  inputs: z.looseObject({
    host: z.object({ connection: z.object({ name: z.string() }) }),
    method: z.string(),
    path: z.string(),
  }),
});

/** Parts of a path that say where, not what. */
const places = new Set([
  'v2',
  'datasets',
  'storageAccounts',
  'subscriptions',
  'resourceGroups',
  'providers',
  'Microsoft.ContainerInstance',
]);

/** What a definition asks of its connections, each once: `aci get containerGroups/containers/logs`. */
export function operationsOf(definition: Definition): string[] {
  return [...new Set(operationsIn(definition))];
}

function* operationsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const call = Call.safeParse(value);
  if (call.success) {
    const { host, method, path } = call.data.inputs;
    const [, connection = ''] = /\('\$connections'\)\['(\w+)'\]/.exec(host.connection.name) ?? [];
    yield `${connection} ${method.toLowerCase()} ${whatOf(path)}`;
  }
  for (const inner of Object.values(value)) yield* operationsIn(inner);
}

function whatOf(path: string): string {
  const segments = path.replace(/@\{[^}]*\}/g, '*').split('/');
  return segments.filter((part) => part && part !== '*' && !places.has(part)).join('/');
}
