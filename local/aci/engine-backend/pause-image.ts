import { createHash } from 'node:crypto';
import { query } from './engine-client.ts';
import type { Engine } from './find-engine.ts';
import { architectureOf, pauseProgram } from './pause-program.ts';
import { ImageDetails, Progress } from './replies.ts';
import { tar } from './tar.ts';

/** The name of every version of the image, so that lists of images can leave it out. */
export const pauseRepository = 'localhost/durable-aci/pause';

/** A group has no more volumes: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const mostVolumes = 20;

/** Where the image has an empty folder that everyone may write: a new volume that is mounted there becomes such a folder. */
export function emptyFolder(index: number): string {
  return `/volumes/${String(index)}`;
}

/** Makes sure that the engine has the image of the program that holds a group's network; needs no registry. Gives its name. */
export async function ensurePauseImage({ client, info }: Engine): Promise<string> {
  const folders = Array.from({ length: mostVolumes }, (_, index) => index);
  const archive = tar([
    { name: 'pause', mode: 0o755, content: pauseProgram(architectureOf(info.Architecture)) },
    { name: 'volumes/', mode: 0o755 },
    ...folders.map((index) => ({ name: `${emptyFolder(index).slice(1)}/`, mode: 0o777 })),
  ]);
  const version = createHash('sha256').update(archive).digest('hex').slice(0, 12);
  const name = `${pauseRepository}:${version}`;
  if (await client.find(ImageDetails, `/images/${name}/json`)) return name;
  const path = `/images/create${query({ fromSrc: '-', repo: pauseRepository, tag: version })}`;
  const lines = (await client.text({ method: 'POST', path, body: archive })).trim().split('\n');
  const { status, error } = Progress.parse(JSON.parse(lines.at(-1) ?? ''));
  if (error !== undefined || !status)
    throw new Error(`the engine imports no image: ${error ?? ''}`);
  // Podman 4 takes no notice of the tag when it imports.
  await client.post(`/images/${status}/tag${query({ repo: pauseRepository, tag: version })}`);
  return name;
}
