import process from 'node:process';
import { startWorker } from '../../../../../local/host/worker/start-worker.ts';

// Loads the app of a folder in a process of its own and prints what it registered, what its functions give for the
// input `{"n":1}`, and what was logged: `--` FOLDER
const log: string[] = [];
try {
  const worker = await startWorker({
    appFolder: process.argv[2] ?? '',
    log: ({ level, message, functionName }) => {
      if (functionName !== undefined) log.push(`${functionName} ${level}: ${message}`);
    },
  });
  const results: Record<string, unknown> = {};
  for (const { name, triggerName } of worker.functions) {
    const inputs = [{ name: triggerName, data: { json: '{"n":1}' } }];
    const { returnValue } = await worker.invoke({
      functionName: name,
      inputs,
      triggerMetadata: {},
    });
    results[name] = returnValue;
  }
  await worker.stop();
  console.log(`APP ${JSON.stringify({ results, log })}`);
} catch (error) {
  console.log(`APP ${JSON.stringify({ error: error instanceof Error ? error.message : error })}`);
}
