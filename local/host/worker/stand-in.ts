import Module from 'node:module';

const moduleName = '@azure/functions-core';
let standsIn = false;

/**
 * Answers `require('@azure/functions-core')`, a module that only Azure's worker process has, with `api`. Has to be
 * called before the app loads, and once in a process: `@azure/functions` keeps the first answer.
 */
export function standInForFunctionsCore(api: unknown): void {
  if (standsIn) throw new Error('This process has a function worker already.');
  standsIn = true;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy passes `this` on
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (target, module, args: Parameters<NodeJS.Require>): unknown =>
      args[0] === moduleName ? api : Reflect.apply(target, module, args),
  });
}
