import { InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { registeredHandlers } from './functions-core.ts';
import type { Action } from './history.ts';

const Batch = z.object({
  entityExists: z.boolean(),
  entityState: z.string().optional(),
  results: z.array(z.object({ isError: z.boolean(), result: z.string().optional() })),
});

/** Entities of the app, each operation run by the SDK as the host lets it: one at a time, to its end. */
export class VirtualEntities {
  /** JSON of their states, by the ids of their instances. */
  readonly states = new Map<string, string>();

  /** Runs one operation; gives what the one who asked is told. */
  async run({ instanceId = '', operation, input }: Action): Promise<object> {
    const [, name = '', key = ''] = /^@([^@]+)@(.*)$/.exec(instanceId) ?? [];
    const registered = [...registeredHandlers].find(([known]) => known.toLowerCase() === name);
    if (!registered) throw new Error(`There is no entity ${name}.`);
    const state = this.states.get(instanceId);
    const isNothing = input === undefined || input === null;
    const trigger = {
      self: { name, key },
      exists: state !== undefined,
      state: state ?? null,
      batch: [
        {
          name: operation,
          input: isNothing ? null : JSON.stringify(input),
          isSignal: false,
          id: '',
        },
      ],
    };
    const outcome: unknown = await registered[1](trigger, new InvocationContext());
    const { entityExists, entityState, results } = Batch.parse(JSON.parse(JSON.stringify(outcome)));
    if (entityExists && entityState !== undefined) this.states.set(instanceId, entityState);
    else this.states.delete(instanceId);
    const [{ isError, result } = { isError: false, result: undefined }] = results;
    return { result: result ?? null, ...(isError && { exceptionType: 'Error' }) };
  }
}
