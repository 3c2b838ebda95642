import { z } from 'zod';

const EntityId = z.object({ name: z.string(), key: z.string() });

/**
 * What an entity is asked for: an operation, or to be locked when there is a `lockset`.
 * https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/EntityScheduler/RequestMessage.cs
 */
export const RequestMessage = z.object({
  op: z.string().nullable(),
  signal: z.boolean().optional(),
  /** JSON. */
  input: z.string().optional(),
  id: z.string(),
  /** The instance that asks; none is a client. */
  parent: z.string().optional(),
  parentExecution: z.string().optional(),
  due: z.string().optional(),
  Timestamp: z.string().optional(),
  Predecessor: z.string().optional(),
  lockset: z.array(EntityId).optional(),
  /** Which of the lockset is to be locked next. */
  pos: z.int().optional(),
  requestTime: z.string().optional(),
});
export type RequestMessage = z.infer<typeof RequestMessage>;

const ReleaseMessage = z.object({ parent: z.string(), id: z.string() });
type ReleaseMessage = z.infer<typeof ReleaseMessage>;

interface ResponseMessage {
  /** JSON; null is nothing. */
  readonly result: string | null;
  readonly exceptionType?: string;
}

/** Names of the events by which entities are told something. */
export const messageNames = {
  request: 'op',
  requestAt: (due: string): string => `op@${due}`,
  release: 'release',
  /** There is more to do. */
  goOn: 'continue',
};

export const isRequest = (eventName: string): boolean => eventName.startsWith(messageNames.request);

/** Undefined when it is none: anybody can raise an event of that name. */
export function parseRequest(text: string): RequestMessage | undefined {
  return RequestMessage.safeParse(JSON.parse(text)).data;
}

export function parseRelease(text: string): ReleaseMessage | undefined {
  return ReleaseMessage.safeParse(JSON.parse(text)).data;
}

export function requestText(message: RequestMessage): string {
  const { lockset, ...rest } = message;
  return JSON.stringify({
    $type: typeName('RequestMessage'),
    // The order of the fields is that of the recordings.
    op: rest.op,
    signal: rest.signal,
    input: rest.input,
    id: rest.id,
    parent: rest.parent,
    parentExecution: rest.parentExecution,
    due: rest.due,
    Timestamp: rest.Timestamp,
    Predecessor: rest.Predecessor,
    lockset: lockset?.map(({ name, key }) => ({ $type: typeName('EntityId'), name, key })),
    pos: rest.pos,
    requestTime: rest.requestTime,
  });
}

export function releaseText(message: ReleaseMessage): string {
  return JSON.stringify({ $type: typeName('ReleaseMessage'), ...message });
}

export function responseText(message: ResponseMessage): string {
  return JSON.stringify({ $type: typeName('ResponseMessage'), ...message });
}

/** As Newtonsoft.Json writes types: apps can see it in their histories. */
function typeName(name: string): string {
  const namespace = 'Microsoft.Azure.WebJobs.Extensions.DurableTask';
  return `${namespace}.${name}, ${namespace}`;
}
