import { z } from 'zod';
import type { ImageCheck, PullResult } from '../container-groups/container-backend.ts';
import type { RegistryCredential } from '../model/group-spec.ts';
import { EngineError, query } from './engine-client.ts';
import type { Engine } from './find-engine.ts';
import { isReference, localNames, registryAuth, withTag } from './image-reference.ts';
import { pauseRepository } from './pause-image.ts';
import { ImageDetails, ImageList, Progress } from './replies.ts';

interface LocalImage {
  /** By which the engine knows it. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** How long a registry may take to say whether it has an image. */
const lookUpMs = 10_000;

/** The images of an engine, and those it can have. */
export class Images {
  private readonly engine: Engine;
  private readonly mayPull: boolean;

  constructor(engine: Engine, mayPull: boolean) {
    this.engine = engine;
    this.mayPull = mayPull;
  }

  async find(image: string): Promise<LocalImage | undefined> {
    if (!isReference(image)) return undefined;
    for (const name of localNames(image)) {
      const details = await this.engine.client.find(ImageDetails, `/images/${name}/json`);
      if (details) return { name, sizeBytes: details.Size };
    }
    return undefined;
  }

  /** Asks the image's registry when it is not here: as ACI does before it accepts a group. */
  async check(image: string, credentials: readonly RegistryCredential[]): Promise<ImageCheck> {
    if (await this.find(image)) return 'present';
    if (!this.mayPull || !isReference(image)) return 'inaccessible';
    const headers = registryAuth(image, credentials);
    const { client, isPodman } = this.engine;
    // Podman looks at a manifest without credentials: whether they are right is seen when it pulls.
    if (isPodman && 'x-registry-auth' in headers) return 'pullable';
    const name = withTag(image);
    const path = isPodman ? `/v4.0.0/libpod/manifests/${name}/json` : `/distribution/${name}/json`;
    const signal = AbortSignal.timeout(lookUpMs);
    try {
      await client.json(z.unknown(), { path, headers, signal });
      return 'pullable';
    } catch (error) {
      return refusal(error);
    }
  }

  async pull(image: string, credentials: readonly RegistryCredential[]): Promise<PullResult> {
    const present = await this.find(image);
    if (present) return { result: 'pulled', sizeBytes: present.sizeBytes };
    if (!this.mayPull || !isReference(image)) return { result: 'failed', message: notHere(image) };
    const path = `/images/create${query({ fromImage: withTag(image) })}`;
    const headers = registryAuth(image, credentials);
    try {
      const text = await this.engine.client.text({ method: 'POST', path, headers });
      const failure = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => Progress.parse(JSON.parse(line)).error)
        .find((error) => error !== undefined);
      const pulled = await this.find(image);
      return pulled && failure === undefined
        ? { result: 'pulled', sizeBytes: pulled.sizeBytes }
        : { result: 'failed', message: failure ?? notHere(image) };
    } catch (error) {
      return { result: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  async list(): Promise<readonly string[]> {
    const images = await this.engine.client.json(ImageList, { path: '/images/json' });
    return images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((tag) => tag !== '<none>:<none>' && !tag.startsWith(`${pauseRepository}:`));
  }
}

function notHere(image: string): string {
  return `the image '${image}' is not on this engine, which may not pull it`;
}

/** A registry that has too much to do may answer later; all else is as good as no image, a registry that is not there too. */
function refusal(error: unknown): ImageCheck {
  const isBusy =
    error instanceof EngineError
      ? error.status === 429 ||
        /toomanyrequests|too many requests|\b(?:429|50[0234])\b/i.test(error.message)
      : error instanceof Error && error.name === 'TimeoutError';
  return isBusy ? 'registryBusy' : 'inaccessible';
}
