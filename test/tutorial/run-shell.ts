import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What the commands print, errors too; fails with it when one fails, or after 80 s. */
export async function runShell(commands: string, cwd: string): Promise<string> {
  const child = spawn('sh', ['-c', `exec 2>&1; set -eu\n${commands}`], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 80_000,
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const printed = await text(child.stdout);
  if ((await ended) === 0) return printed;
  throw new Error(`The commands failed, having printed:\n${printed}`);
}
