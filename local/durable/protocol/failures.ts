import { OrchestrationFailedError } from '../replay/replay.ts';

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The texts of a failed orchestrator: the first is its output and what a parent sees, too. */
export function orchestratorFailure(name: string, message: string): OrchestrationFailedError {
  return new OrchestrationFailedError(
    `Orchestrator function '${name}' failed: ${message}`,
    `Message: ${message}, StackTrace:    at ${name}`,
  );
}

export function unknownOrchestrator(
  name: string,
  known: readonly string[],
): OrchestrationFailedError {
  return orchestratorFailure(name, noSuchFunction('orchestrator', name, known));
}

export function noSuchFunction(
  kind: 'entity' | 'orchestrator',
  name: string,
  known: readonly string[],
): string {
  const list = known.map((other) => `'${other}'`).join(', ');
  return (
    `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ` +
    `Additional info: The following are the known ${kind} functions: ${list}.`
  );
}

/**
 * The texts of a failed activity. `Details` is what Newtonsoft.Json makes of the exception on Azure, which apps can
 * see: the message that they catch is the reason, a line break and the details.
 */
export function activityFailure(
  name: string,
  error: unknown,
): { readonly reason: string; readonly details: string } {
  const message = messageOf(error);
  const stack = (error instanceof Error ? error.stack : undefined) ?? message;
  const details = {
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${message}`,
    Data: null,
    InnerException: {
      $type:
        'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      IsUserException: false,
      RemoteStackTrace: stack,
      RemoteMessage: message,
      RemoteTypeName: null,
      Message: `Result: Failure\nException: ${message}\nStack: ${stack}`,
      Data: { $type: 'System.Collections.ListDictionaryInternal, System.Private.CoreLib' },
      InnerException: null,
      HelpLink: null,
      Source: null,
      HResult: -2146233088,
      StackTrace: null,
    },
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: -2146233088,
    Source: null,
    WatsonBuckets: null,
  };
  return {
    // Two blanks: the engine puts one before a message of its own, and there is none.
    reason: `Activity function '${name}' failed:  ${message}`,
    details: JSON.stringify(details),
  };
}
