import { z } from 'zod';
import type { RegisteredFunction } from '../worker/types.ts';

const Binding = z.looseObject({
  queueName: z.string().min(1).optional(),
  topicName: z.string().optional(),
  connection: z.string().default(''),
  cardinality: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['one', 'many']))
    .default('one'),
  isSessionsEnabled: z.boolean().default(false),
  autoCompleteMessages: z.boolean().optional(),
  sdkBinding: z.boolean().default(false),
  dataType: z.string().optional(),
});

interface ServiceBusBinding {
  readonly queueName: string;
  readonly connection: string;
  /** The function takes an array of messages. */
  readonly isBatch: boolean;
  readonly isBinary: boolean;
  /** Undefined: as host.json says. */
  readonly autoCompleteMessages: boolean | undefined;
}

/** The options of `app.serviceBusQueue`; throws, naming function and type, for what this host does not emulate. */
export function serviceBusBindingOf({ name, trigger }: RegisteredFunction): ServiceBusBinding {
  const parsed = Binding.safeParse(trigger);
  const where = `function ${name}: its ${trigger.type}`;
  if (!parsed.success)
    throw new Error(`${where} is wrong: ${z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ')}`);
  const { queueName, topicName, isSessionsEnabled, sdkBinding, ...binding } = parsed.data;
  const notEmulated = [
    topicName !== undefined && `the topic ${topicName}`,
    isSessionsEnabled && 'sessions (isSessionsEnabled)',
    sdkBinding && 'sdkBinding',
  ].filter((what) => typeof what === 'string');
  if (notEmulated.length > 0)
    throw new Error(
      `${where} uses what the local host does not emulate: ${notEmulated.join(', ')}`,
    );
  if (queueName === undefined) throw new Error(`${where} names no queue: queueName is missing`);
  return {
    queueName,
    connection: binding.connection,
    isBatch: binding.cardinality === 'many',
    isBinary: binding.dataType?.toLowerCase() === 'binary',
    autoCompleteMessages: binding.autoCompleteMessages,
  };
}
