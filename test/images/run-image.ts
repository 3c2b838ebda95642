import { spawn } from 'node:child_process';
import path from 'node:path';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory that the program held, in MB. */
  readonly peakMB: number;
}

const tellPeak =
  'data:text/javascript,process.on("exit",()=>console.log("peak",process.resourceUsage().maxRSS))';

/** Runs the program of an image as its container does: in its folder, with no environment but its own. */
export function runImage(
  image: 'render' | 'sentiment',
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Run> {
  const cwd = path.join(__dirname, '../../images', image);
  const child = spawn(process.execPath, ['--import', tellPeak, 'main.ts', ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const peakMB = Number(/^peak (\d+)$/m.exec(stdout)?.[1] ?? NaN) / 1024;
      resolve({ exitCode, stdout, stderr, peakMB });
    });
  });
}
