import { randomUUID } from 'node:crypto';
import type { FunctionsCore, LoadedFunction } from './functions-core.ts';
import type { HookContext } from './hooks.ts';
import type {
  CoreInvocationContext,
  InvocationContext,
  RpcInvocationResponse,
} from './programming-model.ts';
import type { Invocation, InvocationResult, LogLevel } from './types.ts';

/** Runs one function through the app's programming model and its hooks. Rejects with what they throw. */
export async function invoke(
  core: FunctionsCore,
  appHookData: Record<string, unknown>,
  invocation: Invocation,
): Promise<InvocationResult> {
  const fn = core.find(invocation.functionName);
  if (!fn) throw new Error(`The app has no function "${invocation.functionName}".`);
  const coreContext = coreContextOf(core, fn, invocation);
  const model = core.programmingModel().getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  const hookData = {};

  const before: HookContext = {
    hookData,
    appHookData,
    invocationContext: context,
    functionCallback: fn.callback,
    inputs,
  };
  coreContext.state = 'preInvocationHooks';
  await core.hooks.run('preInvocation', withReadOnly(before, 'hookData', 'appHookData'));
  const callback =
    typeof before['functionCallback'] === 'function' ? before['functionCallback'] : fn.callback;
  const args: unknown[] = Array.isArray(before['inputs']) ? before['inputs'] : inputs;

  const after: HookContext = { hookData, appHookData, invocationContext: context, inputs: args };
  coreContext.state = 'invocation';
  try {
    after['result'] = await model.invokeFunction(context, args, (...given) =>
      Reflect.apply(callback, undefined, given),
    );
  } catch (error) {
    after['error'] = error;
  }
  coreContext.state = 'postInvocationHooks';
  await core.hooks.run('postInvocation', withReadOnly(after, 'hookData', 'appHookData'));
  delete coreContext.state;
  const error = after['error'];
  // What was thrown is the caller's, whatever it is; a post-invocation hook may have taken it away.
  if (error !== undefined && error !== null) return Promise.reject(asError(error));
  const hasHttpAnswer = httpOutputsOf(fn, context, after['result']).some((given) => given !== null);
  return { ...resultOf(await model.getResponse(context, after['result'])), hasHttpAnswer };
}

/** What the function gave for its HTTP outputs; null where it gave nothing. */
function httpOutputsOf(fn: LoadedFunction, context: InvocationContext, result: unknown): unknown[] {
  return Object.entries(fn.bindings)
    .filter(([, { type, direction }]) => direction === 'out' && type.toLowerCase() === 'http')
    .map(([name]) => (name === '$return' ? result : context.extraOutputs.get(name)) ?? null);
}

function coreContextOf(
  core: FunctionsCore,
  fn: LoadedFunction,
  invocation: Invocation,
): CoreInvocationContext {
  const { inputs, triggerMetadata, traceContext, retryContext } = invocation;
  const invocationId = invocation.invocationId ?? randomUUID();
  return {
    invocationId,
    metadata: fn,
    request: {
      invocationId,
      functionId: fn.name,
      inputData: inputs,
      triggerMetadata,
      ...(traceContext && { traceContext }),
      ...(retryContext && { retryContext }),
    },
    log: (level: LogLevel, category, message) => {
      const entry = { level, category, message };
      core.hooks.runSync('log', entry);
      core.log({
        level: entry.level,
        message: entry.message,
        functionName: fn.name,
        invocationId,
      });
    },
  };
}

function withReadOnly(context: HookContext, ...names: string[]): HookContext {
  for (const name of names) {
    const value = context[name];
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value,
      set: () => {
        throw new Error(`Cannot assign to read only property '${name}'`);
      },
    });
  }
  return context;
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  // Errors of another realm (a test's sandbox) are no instances of this one's Error.
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const error = new Error(String(thrown.message), { cause: thrown });
    if ('name' in thrown) error.name = String(thrown.name);
    if ('stack' in thrown) error.stack = String(thrown.stack);
    return error;
  }
  return new ThrownValue(thrown);
}

/** Something that is not an Error was thrown; `message` is what Azure shows of it. */
class ThrownValue extends Error {
  readonly value: unknown;
  constructor(value: unknown) {
    super(typeof value === 'string' ? value : JSON.stringify(value));
    this.value = value;
  }
}

function resultOf({ outputData, returnValue }: RpcInvocationResponse): InvocationResult {
  return { outputs: outputData ?? [], ...(returnValue && { returnValue }) };
}
