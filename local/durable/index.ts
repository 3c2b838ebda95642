export { createDurableExtension } from './extension.ts';
export type { DurableData, DurableExtension, DurableFunctions, DurableOptions } from './types.ts';
