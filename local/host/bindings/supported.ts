import type { RegisteredFunction } from '../worker/types.ts';

/** Of each function one trigger; the durable ones are the engine's to run. */
const triggerTypes = [
  'httpTrigger',
  'queueTrigger',
  'serviceBusTrigger',
  'timerTrigger',
  'orchestrationTrigger',
  'activityTrigger',
  'entityTrigger',
] as const;
type TriggerType = (typeof triggerTypes)[number];

const bindingTypes = { in: ['durableclient'], out: ['http'], inout: [] };

/** The type of a function's trigger, whatever its case. Only after `refuseUnsupported` is it always there. */
export function triggerTypeOf({ trigger }: RegisteredFunction): TriggerType | undefined {
  return triggerTypes.find((type) => type.toLowerCase() === trigger.type.toLowerCase());
}

/** Throws when a function has a trigger or a binding that this host does not have, naming all of them. */
export function refuseUnsupported(functions: readonly RegisteredFunction[]): void {
  const problems = functions.flatMap((fn) => [
    ...(triggerTypeOf(fn) ? [] : [`function ${fn.name} has a trigger of type ${fn.trigger.type}`]),
    ...unsupportedBindings(fn),
  ]);
  if (problems.length === 0) return;
  throw new Error(
    `the local host does not emulate all that the app uses: ${problems.join('; ')}. It has the triggers ${triggerTypes.join(', ')}, the input durableClient and the output http`,
  );
}

function unsupportedBindings({ name, bindings, triggerName }: RegisteredFunction): string[] {
  return Object.entries(bindings)
    .filter(([binding]) => binding !== triggerName)
    .filter(
      ([, { type, direction }]) =>
        !bindingTypes[direction].some((has) => has === type.toLowerCase()),
    )
    .map(
      ([, { type, direction }]) => `function ${name} has a binding of type ${type} (${direction})`,
    );
}
