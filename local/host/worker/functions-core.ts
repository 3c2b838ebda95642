import { type HookCallback, Hooks } from './hooks.ts';
import type {
  FunctionCallback,
  FunctionMetadata,
  LogCategory,
  ProgrammingModel,
} from './programming-model.ts';
import type { LogLevel, RegisteredFunction, WorkerLog } from './types.ts';

/** The version of Microsoft's worker whose contract this is: https://github.com/Azure/azure-functions-nodejs-worker */
const workerVersion = '3.12.0';
/** The host that supports all of this contract; libraries compare it. */
const hostVersion = '4.1040.300';

export interface LoadedFunction extends RegisteredFunction {
  readonly callback: FunctionCallback;
}

class CoreDisposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  static from(...disposables: { dispose(): void }[]): CoreDisposable {
    return new CoreDisposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }
  dispose(): void {
    this.#dispose();
  }
}

/** What the app registers while it loads. `api` is the module that `@azure/functions` requires as `@azure/functions-core`. */
export class FunctionsCore {
  readonly hooks = new Hooks();
  readonly log: WorkerLog;
  readonly api = {
    version: workerVersion,
    hostVersion,
    Disposable: CoreDisposable,
    log: (level: LogLevel, category: LogCategory, message: string): void => {
      this.log({ level: category === 'user' ? level : quieter(level), message });
    },
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback): CoreDisposable =>
      this.register(metadata, callback),
    registerHook: (name: string, callback: HookCallback): CoreDisposable =>
      new CoreDisposable(this.hooks.register(name, callback)),
    setProgrammingModel: (model: ProgrammingModel): void => {
      this.model = model;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => this.model,
  };
  private readonly byName = new Map<string, LoadedFunction>();
  private model: ProgrammingModel | undefined;
  private started = false;

  constructor(log: WorkerLog) {
    this.log = log;
  }

  get functions(): readonly LoadedFunction[] {
    return [...this.byName.values()];
  }

  /** Names are compared without case, as Azure does. */
  find(name: string): LoadedFunction | undefined {
    return this.byName.get(name.toLowerCase());
  }

  programmingModel(): ProgrammingModel {
    if (!this.model)
      throw new Error('The app has registered no function: it has to use @azure/functions 4.');
    return this.model;
  }

  /** From now on nothing can be registered. */
  close(): void {
    this.started = true;
  }

  private register(metadata: FunctionMetadata, callback: FunctionCallback): CoreDisposable {
    const { name, bindings } = metadata;
    if (this.started)
      throw new Error(`A function can only be registered during app startup; "${name}" is late.`);
    if (this.find(name)) throw new Error(`A function with the name "${name}" is there already.`);
    const [triggerName, trigger] =
      Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type)) ?? [];
    if (triggerName === undefined || !trigger)
      throw new Error(`The function "${name}" has no trigger.`);
    this.byName.set(name.toLowerCase(), { name, bindings, triggerName, trigger, callback });
    return new CoreDisposable(() => {
      if (this.started) throw new Error(`The function "${name}" can no longer be taken back.`);
      this.byName.delete(name.toLowerCase());
    });
  }
}

/** What the library says about itself is of interest only to those who look for it. */
function quieter(level: LogLevel): LogLevel {
  return level === 'information' ? 'debug' : level;
}
