import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a person at the terminal may do. */
export interface Terminal {
  type(text: string): void;
  end(): void;
}

/** Variables that keep a client on this machine: what is not on loopback goes to a proxy that is not there. */
export const loopbackOnly = {
  PATH: process.env['PATH'] ?? '',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
};

/** Runs a program to its end with these variables alone; `watch` sees what it has printed so far, and may react. */
export function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  watch: (printed: string, terminal: Terminal) => void = () => undefined,
): Promise<Outcome> {
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const terminal = {
    type: (text: string) => child.stdin.write(text),
    end: () => child.kill('SIGINT'),
  };
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    watch(stdout, terminal);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}
