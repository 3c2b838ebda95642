import { z } from 'zod';
import type { DurableData } from '../types.ts';
import { HttpRequest } from './http/http-request.ts';

/** Numbers: https://github.com/Azure/azure-functions-durable-js/blob/v3.x/src/actions/ActionType.ts */
const CallActivity = z.object({
  actionType: z.literal(0),
  functionName: z.string(),
  input: z.unknown().optional(),
});
const CallSubOrchestrator = z.object({
  actionType: z.literal(2),
  functionName: z.string(),
  instanceId: z.string().nullish(),
  version: z.string().nullish(),
  input: z.unknown().optional(),
});
const RetryOptions = z.object({
  firstRetryIntervalInMilliseconds: z.number(),
  maxNumberOfAttempts: z.number(),
  backoffCoefficient: z.number().default(1),
  // .NET's default of the extension.
  maxRetryIntervalInMilliseconds: z.number().default(6 * 24 * 60 * 60 * 1000),
  retryTimeoutInMilliseconds: z.number().default(Infinity),
});
const CallActivityWithRetry = CallActivity.extend({
  actionType: z.literal(1),
  retryOptions: RetryOptions,
});
const CallSubOrchestratorWithRetry = CallSubOrchestrator.extend({
  actionType: z.literal(3),
  retryOptions: RetryOptions,
});
const ContinueAsNew = z.object({ actionType: z.literal(4), input: z.unknown().optional() });
const CreateTimer = z.object({
  actionType: z.literal(5),
  fireAt: z.string().transform((text) => new Date(text)),
  isCanceled: z.boolean(),
});
const WaitForExternalEvent = z.object({
  actionType: z.literal(6),
  externalEventName: z.string(),
});
const EntityOperation = z.object({
  /** Of the entity: @name@key. */
  instanceId: z.string(),
  operation: z.string(),
  input: z.unknown().optional(),
});
const CallEntity = EntityOperation.extend({ actionType: z.literal(7) });
const SignalEntity = EntityOperation.extend({ actionType: z.literal(9) });
const ScheduledSignalEntity = EntityOperation.extend({
  actionType: z.literal(10),
  fireAt: z.string().transform((text) => new Date(text)),
});
const LockEntities = z.object({
  actionType: z.literal(13),
  lockSet: z.array(z.object({ name: z.string(), key: z.string() })),
});
const ReleaseEntities = z.object({ actionType: z.literal(14) });
const CallHttp = z.object({ actionType: z.literal(8), httpRequest: HttpRequest });

const Compound = z.object({
  actionType: z.union([z.literal(11), z.literal(12)]),
  get compoundActions() {
    return z.array(Action);
  },
});

const Action = z.union([
  CallActivity,
  CallActivityWithRetry,
  CallSubOrchestrator,
  CallSubOrchestratorWithRetry,
  ContinueAsNew,
  CreateTimer,
  WaitForExternalEvent,
  CallEntity,
  CallHttp,
  SignalEntity,
  ScheduledSignalEntity,
  LockEntities,
  ReleaseEntities,
  Compound,
]);

export type Action = z.infer<typeof Action>;
export type RetryOptions = z.infer<typeof RetryOptions>;
/** What is called, whether or not it is called again when it fails. */
export type CallActivity = Omit<z.infer<typeof CallActivity>, 'actionType'>;
export type CallSubOrchestrator = Omit<z.infer<typeof CallSubOrchestrator>, 'actionType'>;
export type ContinueAsNew = z.infer<typeof ContinueAsNew>;
export type CreateTimer = z.infer<typeof CreateTimer>;
export type WaitForExternalEvent = z.infer<typeof WaitForExternalEvent>;
export type CallEntity = z.infer<typeof CallEntity>;
export type SignalEntity = z.infer<typeof SignalEntity>;
export type ScheduledSignalEntity = z.infer<typeof ScheduledSignalEntity>;
export type LockEntities = z.infer<typeof LockEntities>;
export type CallHttp = z.infer<typeof CallHttp>;
type Compound = z.infer<typeof Compound>;

const Reply = z.object({
  isDone: z.boolean(),
  /** Since schema version 2 all actions of the execution stand in one inner array. */
  actions: z.tuple([z.array(Action)]),
  output: z.unknown().optional(),
  error: z.string().nullish(),
  customStatus: z.unknown().optional(),
});
export type Reply = z.infer<typeof Reply>;

const failureLabel = '\n\n$OutOfProcData$:';

/** What an orchestrator answered; throws when that is no reply of the protocol. */
export function parseReply({ json, string }: DurableData): Reply {
  return readReply(json ?? string ?? '');
}

/** The reply inside the error by which the SDK tells that an orchestrator threw, or undefined when it is another. */
export function replyOfFailure(message: string): Reply | undefined {
  const [, ...rest] = message.split(failureLabel);
  return rest.length === 0 ? undefined : readReply(rest.join(failureLabel));
}

function readReply(text: string): Reply {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('Out of proc orchestrators must return a valid JSON schema');
  }
  const reply = Reply.safeParse(json);
  if (!reply.success)
    throw new Error(`The orchestrator's answer is not understood: ${z.prettifyError(reply.error)}`);
  return reply.data;
}
