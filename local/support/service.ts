import process from 'node:process';

/** What a service tells those who want to use it: the keys of the READY line. */
export type Ready = Readonly<Record<string, string>>;

/** One part of the local stack. `start` resolves when it answers; `stop` may be called at any time, and twice. */
export interface LocalService {
  start(): Promise<Ready>;
  stop(): Promise<void>;
}

/**
 * Runs a service as this process: prints `READY {json}` once it answers, stops it on SIGTERM, on Ctrl-C and
 * when its launcher is gone, and ends with exit code 1 and one line when it cannot start.
 */
export async function runAsProcess(name: string, service: LocalService): Promise<void> {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(name, error);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  try {
    console.log(`READY ${JSON.stringify(await service.start())}`);
  } catch (error) {
    fail(name, error);
  }
}

function fail(name: string, error: unknown): never {
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
