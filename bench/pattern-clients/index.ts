import { airflowDeferrable } from './airflow-deferrable.ts';
import { airflowSync } from './airflow-sync.ts';
import { logicAppUntil } from './logic-app-until.ts';
import type { PatternClient } from './pattern-client.ts';
import { prefectWorker } from './prefect-worker.ts';

/** All of them. None is the program that it is named after: each only calls ARM as that does. */
export const patternClients: readonly PatternClient[] = [
  airflowSync,
  airflowDeferrable,
  prefectWorker,
  logicAppUntil,
];
