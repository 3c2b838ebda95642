import path from 'node:path';
import { FunctionsCore } from './functions-core.ts';
import { invoke } from './invoke.ts';
import { loadApp } from './load-app.ts';
import { standInForFunctionsCore } from './stand-in.ts';
import type { FunctionWorker, WorkerLog } from './types.ts';

/** https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/src/eventHandlers/WorkerInitHandler.ts */
const capabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/** Loads the app in this process, as Azure's worker would. Rejects with what is wrong with it. One per process. */
export async function startWorker(options: {
  readonly appFolder: string;
  readonly log: WorkerLog;
}): Promise<FunctionWorker> {
  const core = new FunctionsCore(options.log);
  standInForFunctionsCore(core.api);
  const appFolder = path.resolve(options.appFolder);
  await loadApp(appFolder);
  return await workerOf(core, appFolder);
}

/** The worker of an app that has registered its functions: closes registration and runs the appStart hooks. */
export async function workerOf(core: FunctionsCore, appFolder: string): Promise<FunctionWorker> {
  core.close();
  const appHookData = {};
  const appContext = { hookData: {}, appHookData, functionAppDirectory: appFolder };
  const model = core.programmingModel();
  await core.hooks.run('appStart', appContext);
  const granted = await model.getCapabilities?.({ ...capabilities });
  return {
    functions: core.functions,
    httpUri: granted?.['HttpUri'],
    invoke: (invocation) => invoke(core, appHookData, invocation),
    stop: () => core.hooks.run('appTerminate', { ...appContext, hookData: {} }),
  };
}
