import type { Emulator } from '../emulator.ts';
import type { LogOptions, RunKey } from './container-backend.ts';

interface LagOptions extends LogOptions {
  readonly tail: number;
  readonly lagSeconds: number;
}

/** The log as it was so many seconds ago: ACI's comes late under load. */
export async function readLaggingLog(
  { backend, clock }: Pick<Emulator, 'backend' | 'clock'>,
  run: RunKey,
  { lagSeconds, tail, ...options }: LagOptions,
): Promise<string> {
  const newestMs = clock.now().getTime() - lagSeconds * 1000;
  const log = await backend.readLog(run, { ...options, timestamps: true });
  const lines = log.split(/(?<=\n)/).filter((line) => Date.parse(timeOf(line)) <= newestMs);
  const shown = tail === 0 ? [] : lines.slice(-tail);
  if (options.timestamps) return shown.join('');
  return shown.map((line) => line.slice(timeOf(line).length + 1)).join('');
}

function timeOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
}
