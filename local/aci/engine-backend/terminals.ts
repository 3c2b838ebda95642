import { Duplex, PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { sleep, type Clock } from '../../support/clock.ts';
import type { ProbeResult, TerminalSize } from '../container-groups/container-backend.ts';
import { query, type EngineClient } from './engine-client.ts';
import { FrameReader } from './frames.ts';
import { Created, ExecDetails } from './replies.ts';
import { TailBuffer } from './tail-buffer.ts';

/** Starts a program with a terminal of this size in a container. Throws when it can not start. */
export async function startTerminal(
  client: EngineClient,
  { id, command, size, clock }: TerminalOptions,
): Promise<Duplex> {
  const exec = await createExec(client, id, { Cmd: command, Tty: true, AttachStdin: true });
  const stream = await client.hijack(`/exec/${exec}/start`, { Detach: false, Tty: true });
  await resize(client, { exec, stream, size }, clock);
  return stream;
}

interface TerminalOptions {
  readonly id: string;
  readonly command: readonly string[];
  readonly size: TerminalSize;
  readonly clock: Clock;
}

/** What a container writes from now on. Nothing can be written to it: as on ACI, its program has no stdin. */
export async function followOutput(client: EngineClient, id: string): Promise<Duplex> {
  const options = query({ stream: 'true', stdout: 'true', stderr: 'true' });
  const source = await client.hijack(`/containers/${id}/attach${options}`, {});
  const output = new PassThrough();
  const frames = new FrameReader();
  source.on('data', (chunk: Buffer) => {
    for (const { data } of frames.read(chunk)) output.write(data);
  });
  source.once('close', () => output.end());
  source.once('error', () => output.end());
  output.once('close', () => source.destroy());
  const ignored = new PassThrough();
  ignored.resume();
  return Duplex.from({ readable: output, writable: ignored });
}

const mostOutputBytes = 10 * 1024;

/** Runs a command in a container to its end. Never throws. */
export async function runProbe(
  client: EngineClient,
  { id, command, timeoutMs, clock }: ProbeOptions,
): Promise<ProbeResult> {
  const given = new AbortController();
  const late = sleep(clock, timeoutMs, given.signal).then(() => ({
    succeeded: false,
    output: `command "${command.join(' ')}" timed out`,
  }));
  const result = await Promise.race([probe(client, id, command, given.signal), late]);
  given.abort();
  return result;
}

interface ProbeOptions {
  readonly id: string;
  readonly command: readonly string[];
  readonly timeoutMs: number;
  readonly clock: Clock;
}

async function probe(
  client: EngineClient,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ProbeResult> {
  try {
    const exec = await createExec(client, id, { Cmd: command, Tty: false, AttachStdin: false });
    const stream = await client.hijack(`/exec/${exec}/start`, { Detach: false, Tty: false });
    // The program goes on, as it does when Kubernetes' probes are late: no engine can end it.
    signal.addEventListener('abort', () => stream.destroy());
    const frames = new FrameReader();
    const tail = new TailBuffer(mostOutputBytes);
    for await (const chunk of stream) {
      for (const { data } of frames.read(Buffer.from(chunk))) tail.append(data);
    }
    const { ExitCode } = await client.json(ExecDetails, { path: `/exec/${exec}/json` });
    return { succeeded: ExitCode === 0, output: tail.text() };
  } catch (error) {
    return { succeeded: false, output: error instanceof Error ? error.message : String(error) };
  }
}

async function createExec(client: EngineClient, id: string, config: object): Promise<string> {
  const body = { ...config, AttachStdout: true, AttachStderr: true };
  const request = { method: 'POST', path: `/containers/${id}/exec`, body } as const;
  return (await client.json(Created, request)).Id;
}

const resizeTries = 10;
const resizeRetryMs = 20;

/**
 * Gives a terminal its size, which it can have once its program runs: a moment after the engine's answer. Throws what the
 * engine wrote to the stream when the program could not start: it has accepted the stream before it knew.
 */
async function resize(
  client: EngineClient,
  { exec, stream, size }: { exec: string; stream: Duplex; size: TerminalSize },
  clock: Clock,
): Promise<void> {
  const path = `/exec/${exec}/resize${query({ h: size.rows, w: size.cols })}`;
  for (let tries = 0; tries < resizeTries; tries += 1) {
    try {
      await client.post(path);
      return;
    } catch {
      const { Running, ExitCode } = await client.json(ExecDetails, { path: `/exec/${exec}/json` });
      if (!Running && ExitCode && noProgramCodes.includes(ExitCode)) {
        throw new Error((await text(stream)).trim());
      }
    }
    await sleep(clock, resizeRetryMs);
  }
}

/** What a shell reports of a program that can not be run, or is not there. */
const noProgramCodes = [126, 127];
