import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import type { TerminalSize } from '../container-groups/container-backend.ts';
import { systemPath } from './container-environment.ts';
import { findProgram } from './find-program.ts';
import { ProgramStream } from './program-stream.ts';
import { resolveCommand, type RunContext } from './run-context.ts';

const run = promisify(execFile);

interface Terminal {
  /** What is typed and what is shown; ends when the program does. */
  readonly stream: Duplex;
  /** Hangs up: the program gets SIGHUP. */
  readonly end: () => void;
}

/**
 * Starts a program in a container on a terminal of its own, by `script` of util-linux; on pipes where there is none.
 * Throws as runc does when it can not start.
 */
export async function openTerminal(
  command: readonly string[],
  context: RunContext,
  size: TerminalSize,
): Promise<Terminal> {
  const program = resolveCommand(command, context);
  const script = await findScript();
  const child = script
    ? spawnWith(context, script, onTerminal(program, context, size), { SHELL: shell })
    : spawnWith(context, shell, ['-c', 'exec "$@" 2>&1', 'exec', ...program], {});
  await once(child, 'spawn');
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('it has no pipes');
  const end = (): void => {
    hangUp(child, script !== undefined);
  };
  const stream = new ProgramStream(stdin, stdout);
  stream.once('close', end);
  return { stream, end };
}

const shell = '/bin/sh';

function spawnWith(
  { cwd, environment }: RunContext,
  file: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): ChildProcess {
  // What a terminal of a container is: https://docs.docker.com/reference/cli/docker/container/run/#env
  const env = { TERM: 'xterm', ...environment, ...more };
  return spawn(file, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** `script` gives its command to $SHELL, which is set for it alone. */
function onTerminal(
  program: readonly string[],
  { environment }: RunContext,
  { rows, cols }: TerminalSize,
): string[] {
  const own = environment['SHELL'];
  const lines = [
    `PATH=${quote(systemPath)} stty sane rows ${rows} cols ${cols} 2>/dev/null`,
    own === undefined ? 'unset SHELL' : `SHELL=${quote(own)}`,
    `exec ${program.map(quote).join(' ')}`,
  ];
  return ['--quiet', '--return', '--command', lines.join('\n'), '/dev/null'];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function hangUp(child: ChildProcess, onTerminal: boolean): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    // With `script` gone its terminal is, and the system tells the program.
    if (onTerminal) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGHUP');
  } catch {
    // It has ended in the meantime.
  }
}

let found: Promise<string | undefined> | undefined;

/** Others than util-linux' have other options. */
function findScript(): Promise<string | undefined> {
  found ??= lookForScript();
  return found;
}

async function lookForScript(): Promise<string | undefined> {
  const file = findProgram('script', { searchPath: systemPath, cwd: '/' });
  if (file === undefined) return undefined;
  const { stdout } = await run(file, ['--version']).catch(() => ({ stdout: '' }));
  return stdout.includes('util-linux') ? file : undefined;
}
