import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestEmulator } from '../../support/in-process.ts';
import { loopbackOnly, type Outcome, run } from './run.ts';

/** The unmodified Azure CLI with a configuration of its own, to which the emulator is a cloud named LocalAci. */
export class AzureCli {
  /** The configuration; also a place for files that commands read and write. */
  readonly folder: string;
  private readonly program: string;
  private readonly environment: Readonly<Record<string, string>>;

  private constructor(
    program: string,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.program = program;
    this.folder = folder;
    this.environment = environment;
  }

  /** Registers the emulator as a cloud and chooses it; nobody is logged in yet. */
  static async of(
    program: string,
    emulator: TestEmulator,
    more: Readonly<Record<string, string>> = {},
  ): Promise<AzureCli> {
    const folder = await mkdtemp(path.join(tmpdir(), 'azure-cli-'));
    const ca = path.join(emulator.folder, 'certificates', 'ca.pem');
    const cli = new AzureCli(program, folder, {
      ...loopbackOnly,
      ...{ HOME: folder, AZURE_CONFIG_DIR: folder, AZURE_CORE_COLLECT_TELEMETRY: 'no' },
      ...{ REQUESTS_CA_BUNDLE: ca, WEBSOCKET_CLIENT_CA_BUNDLE: ca },
      ...more,
    });
    const url = emulator.armHttps;
    // The path is what keeps its login from asking login.microsoftonline.com about the authority.
    const authority = ['--endpoint-active-directory', `${url}/adfs`];
    const endpoints = [
      ...['resource-manager', 'management', 'active-directory-resource-id'],
      ...['active-directory-graph-resource-id', 'gallery'],
    ].flatMap((name) => [`--endpoint-${name}`, url]);
    await cli.text('cloud', 'register', '-n', 'LocalAci', ...authority, ...endpoints);
    await cli.text('cloud', 'set', '-n', 'LocalAci');
    return cli;
  }

  /** A file in its folder. */
  file(name: string): string {
    return path.join(this.folder, name);
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return run(this.program, args, this.environment);
  }

  /** What a command prints; throws what it says when it fails. */
  async text(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(...args);
    if (exitCode !== 0) throw new Error(`az ${args.join(' ')} failed: ${stderr}`);
    return stdout;
  }

  /** What a command answers; nothing, when it does not wait for an answer. */
  async json(...args: readonly string[]): Promise<unknown> {
    const text = await this.text(...args, '-o', 'json');
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Runs a command whose output somebody watches. */
  watch(see: Parameters<typeof run>[3], ...args: readonly string[]): Promise<Outcome> {
    return run(this.program, args, this.environment, see);
  }

  /** Runs a command at a terminal, at which somebody watches and types. */
  atTerminal(see: Parameters<typeof run>[3], ...args: readonly string[]): Promise<Outcome> {
    const command = [this.program, ...args].map((word) => `'${word}'`).join(' ');
    return run('script', ['-qec', command, '/dev/null'], this.environment, see);
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
