/** https://learn.microsoft.com/azure/azure-functions/functions-reference-node#hooks */
const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
type HookName = (typeof hookNames)[number];
export type HookContext = Record<string, unknown>;
export type HookCallback = (context: HookContext) => unknown;

class UnknownHookError extends RangeError {
  /** By this the programming model tells that the host is too old for a hook. */
  readonly isAzureFunctionsSystemError = true;
}

/** The hooks of an app, run one after another in the order of registration. */
export class Hooks {
  private readonly callbacks = new Map<HookName, HookCallback[]>();

  /** Throws a RangeError when this host has no such hook. The result takes the registration back. */
  register(name: string, callback: HookCallback): () => void {
    const hook = hookNames.find((known) => known === name);
    if (!hook) throw new UnknownHookError(`Unrecognized hook "${name}"`);
    this.callbacks.set(hook, [...this.of(hook), callback]);
    return () => {
      this.callbacks.set(
        hook,
        this.of(hook).filter((registered) => registered !== callback),
      );
    };
  }

  /** Each callback may change the context for those after it; the first failure is the invocation's. */
  async run(name: HookName, context: HookContext): Promise<void> {
    for (const callback of this.of(name)) await callback(context);
  }

  /** For log hooks, which cannot be waited for. */
  runSync(name: HookName, context: HookContext): void {
    for (const callback of this.of(name)) void callback(context);
  }

  private of(name: HookName): readonly HookCallback[] {
    return this.callbacks.get(name) ?? [];
  }
}
