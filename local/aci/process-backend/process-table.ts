import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { shared, takingTurns } from './take-turns.ts';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Its arguments, separated by spaces. */
  commandLine(): string;
  /** Its variables at its start, each ended by a NUL; empty where the system does not show them. */
  environment(): string;
  residentBytes(): number;
  /** Processor time of it and of its children that it has waited for; undefined where the system does not show it. */
  readonly cpuSeconds: number | undefined;
}

/** The living processes of this machine that may be seen, as they are after the call; zombies are dead. */
export const listProcesses = shared(() =>
  existsSync('/proc/self/stat') ? fromProc() : Promise.resolve(fromPs()),
);

async function fromProc(): Promise<ProcessEntry[]> {
  const entries: ProcessEntry[] = [];
  for await (const name of takingTurns(readdirSync('/proc'))) {
    const entry = /^\d+$/.test(name) ? readProc(Number(name)) : undefined;
    if (entry) entries.push(entry);
  }
  return entries;
}

export function findProcess(pid: number): ProcessEntry | undefined {
  return existsSync('/proc/self/stat')
    ? readProc(pid)
    : fromPs().find((entry) => entry.pid === pid);
}

/** `USER_HZ`, which no Linux of today has otherwise: https://man7.org/linux/man-pages/man7/time.7.html */
const ticksPerSecond = 100;

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readProc(pid: number): ProcessEntry | undefined {
  const stat = readOrEmpty(`/proc/${String(pid)}/stat`);
  // The second field is a name in brackets that may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (!state || 'ZX'.includes(state)) return undefined;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    commandLine: once(() => readOrEmpty(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ')),
    environment: once(() => readOrEmpty(`/proc/${String(pid)}/environ`)),
    residentBytes: () => {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readOrEmpty(`/proc/${String(pid)}/status`))?.[1];
      return Number(kilobytes ?? 0) * 1024;
    },
    cpuSeconds: ticks / ticksPerSecond,
  };
}

/** For systems without /proc. They show no environment: what left the session of its container is not found there. */
function fromPs(): ProcessEntry[] {
  const columns = 'pid=,ppid=,pgid=,sess=,stat=,rss=,args=';
  const lines = execFileSync('ps', ['-A', '-ww', '-o', columns], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\d+)\s+(.*)$/.exec(line);
    if (!found) return [];
    const [, pid, parent, group, session, state = '', kilobytes, args = ''] = found;
    if (state.startsWith('Z')) return [];
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      commandLine: () => args,
      environment: () => '',
      residentBytes: () => Number(kilobytes) * 1024,
      cpuSeconds: undefined,
    };
  });
}

function once(read: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= read());
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
