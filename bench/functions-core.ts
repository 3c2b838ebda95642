import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './stack.ts';

/** The Functions host offers this module to the apps that it loads; here it is the one of the tests. */
export function giveFunctionsCore(): void {
  const url = pathToFileURL(path.join(root, 'test/support/functions-core.ts')).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@azure/functions-core'
        ? { url, shortCircuit: true }
        : next(specifier, context),
  });
}
