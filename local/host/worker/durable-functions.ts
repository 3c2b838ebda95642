import type { DurableFunctions } from '../../durable/index.ts';
import type { FunctionWorker } from './types.ts';

/** The durable functions of an app, as the engine wants them. */
export function durableFunctionsOf(worker: FunctionWorker): DurableFunctions {
  const namesOf = (type: string): readonly string[] =>
    worker.functions
      .filter(({ trigger }) => trigger.type.toLowerCase() === type)
      .map(({ name }) => name);
  const triggerNames = new Map(
    worker.functions.map(({ name, triggerName }) => [name.toLowerCase(), triggerName]),
  );
  return {
    orchestrators: namesOf('orchestrationtrigger'),
    activities: namesOf('activitytrigger'),
    entities: namesOf('entitytrigger'),
    invoke: async (functionName, data, instanceId) => {
      const name = triggerNames.get(functionName.toLowerCase());
      if (name === undefined) throw new Error(`The app has no function "${functionName}".`);
      const { returnValue } = await worker.invoke({
        functionName,
        inputs: [{ name, data }],
        triggerMetadata: { instanceId: { string: instanceId } },
      });
      return returnValue ?? {};
    },
  };
}
