import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ImageMapFile = z.strictObject({
  registry: z.string().min(1),
  images: z.record(
    z.string(),
    z.strictObject({
      entrypoint: z.array(z.string()).min(1),
      /** Relative to the file that names it. */
      folder: z.string(),
    }),
  ),
});

interface LocalImage {
  readonly entrypoint: readonly string[];
  readonly folder: string;
}

/** How images run as processes on this machine. */
export class ImageMap {
  private readonly images: ReadonlyMap<string, LocalImage>;

  private constructor(images: ReadonlyMap<string, LocalImage>) {
    this.images = images;
  }

  /** Throws one line that names the file and all that is wrong in it. */
  static load(file: string): ImageMap {
    try {
      const { registry, images } = ImageMapFile.parse(JSON.parse(readFileSync(file, 'utf8')));
      const entries = Object.entries(images).map(([name, { entrypoint, folder }]) => {
        const image = { entrypoint, folder: path.resolve(path.dirname(file), folder) };
        return [`${registry}/${name}`.toLowerCase(), image] as const;
      });
      return new ImageMap(new Map(entries));
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`the image map ${file} can not be used: ${reason}`, { cause: error });
    }
  }

  /** Any tag or digest of an image is that image. */
  find(image: string): LocalImage | undefined {
    const repository = image.replace(/@sha256:[0-9a-f]+$/i, '').replace(/:[\w][\w.-]*$/, '');
    return this.images.get(repository.toLowerCase());
  }

  /** All images, with their registry and without tags. */
  names(): readonly string[] {
    return [...this.images.keys()];
  }
}
