export { createDurableExtension } from './extension.ts';
export type {
  DurableData,
  DurableExtension,
  DurableFunctions,
  DurableLog,
  DurableOptions,
  VersionSettings,
} from './types.ts';
