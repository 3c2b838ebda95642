export type {
  DurableData,
  DurableExtension,
  DurableFunctions,
  DurableLog,
  DurableOptions,
  VersionSettings,
} from './types.ts';
