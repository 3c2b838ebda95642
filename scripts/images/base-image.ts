import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Engine } from './engine.ts';

/** What the Dockerfiles begin with. */
export const baseImage = 'node:24-bookworm-slim';

/** Marks a base that was made here, with the Node in it; the official image has no such label. */
const madeHere = 'durable-aci.base';
const label = `Node ${process.version} on Debian bookworm`;
/** Of the major version that Node 24 comes with; exact, so that a base made again is the same. */
const npmVersion = '11.19.1';

/**
 * Sees to it that the engine has the base: what it has stays, unless that was made here with another Node; else it is
 * pulled, else made. Throws when none of this is possible.
 */
export async function ensureBaseImage(engine: Engine, tell: (line: string) => void): Promise<void> {
  const image = await engine.image(baseImage);
  const ofOtherNode = image?.labels[madeHere] !== undefined && image.labels[madeHere] !== label;
  if (image && !ofOtherNode) return;
  try {
    const [name = '', tag = ''] = baseImage.split(':');
    await engine.follow('/images/create', { fromImage: `docker.io/library/${name}`, tag });
    tell(`${baseImage}: pulled`);
  } catch (error) {
    tell(
      `${baseImage} can not be pulled: ${error instanceof Error ? error.message : String(error)}`,
    );
    tell("Making it of Debian's packages, in about a minute ...");
    await makeBaseImage(engine);
  }
}

/**
 * Makes the base of Debian's packages and the Node that runs this, with npm and the user `node` (1000) as in the
 * official image, and gives it that image's name. Needs a Debian-like Linux with mmdebstrap, and root or user namespaces.
 */
export async function makeBaseImage(engine: Engine): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'durable-aci-base-'));
  try {
    const tar = path.join(folder, 'base.tar');
    debianWith(nodeAndNpm(path.join(folder, 'added')), tar);
    const id = await importTar(engine, tar);
    // The whole name: Podman keeps a short one as its own, and then looks for the official one when it builds.
    const [repo = '', tag = ''] = `docker.io/library/${baseImage}`.split(':');
    await engine.tag(id, { repo, tag });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A tree with what the image has besides Debian. */
function nodeAndNpm(folder: string): string {
  if (process.platform !== 'linux') throw new Error(`${baseImage} can only be made on Linux`);
  const local = path.join(folder, 'usr/local');
  mkdirSync(path.join(local, 'bin'), { recursive: true });
  cpSync(process.execPath, path.join(local, 'bin/node'));
  chmodSync(path.join(local, 'bin/node'), 0o755);
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--global', '--prefix', local, ...quietly, `npm@${npmVersion}`]);
  run('chmod', ['-R', 'u=rwX,go=rX', folder]);
  return folder;
}

/** https://manpages.debian.org/bookworm/mmdebstrap/mmdebstrap.1.en.html */
function debianWith(added: string, tar: string): void {
  const unread = ['doc', 'info', 'locale', 'man'].map(
    (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  );
  run('mmdebstrap', [
    ...['--quiet', '--variant=apt', '--include=libatomic1,libstdc++6', ...unread],
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
    `--customize-hook=cp -R '${added}/.' "$1"`,
    '--customize-hook=chroot "$1" useradd --uid 1000 --user-group --create-home --shell /bin/bash node',
    ...['bookworm', tar, ...mirrors()],
  ]);
}

/** Where this machine gets bookworm from, if it is one; mmdebstrap's own choice elsewhere. */
function mirrors(): string[] {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  const isOfBookworm = (file: string): boolean =>
    existsSync(file) && /^(Suites:|deb ).*\bbookworm\b/m.test(readFileSync(file, 'utf8'));
  return files.filter(isOfBookworm).slice(0, 1);
}

async function importTar(engine: Engine, tar: string): Promise<string> {
  const changes = [
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `ENV NODE_VERSION=${process.versions.node}`,
    `LABEL "${madeHere}"="${label}"`,
    'CMD ["node"]',
  ];
  const query = { fromSrc: '-', changes };
  const body = createReadStream(tar);
  // Named afterwards: Podman 4 ignores the tag that is given here.
  return (await engine.follow('/images/create', query, body))?.status ?? '';
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(isMissing ? `${command} is not installed` : `${command} failed`, {
      cause: error,
    });
  }
}
