import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { RunKey, SharedParts } from '../container-groups/container-backend.ts';
import { Volume } from '../model/volume-spec.ts';

const Parts = z.object({
  groupUid: z.string(),
  groupName: z.string(),
  images: z.array(z.string()),
  volumes: z.array(Volume),
  publicPorts: z.array(z.object({ port: z.int(), protocol: z.enum(['TCP', 'UDP']) })),
  probedPorts: z.array(z.int()),
  alone: z.boolean().optional(),
});

/** What the engine can not keep of a group, in files of its own: it has to be there after the emulator's death. */
export class GroupStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  save(parts: SharedParts): void {
    const file = this.partsFile(parts.groupUid);
    // Volumes hold secrets.
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.part`, JSON.stringify(parts), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  }

  /** What was saved; undefined when it was not, or by a version of this program that had another form. */
  find(groupUid: string): SharedParts | undefined {
    const file = this.partsFile(groupUid);
    if (!existsSync(file)) return undefined;
    return Parts.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  }

  /** Notes that a run was taken down together with the emulator, before it is: its end is none of its own. */
  markTakenDown(run: RunKey): void {
    const file = this.markFile(run);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, '');
  }

  wasTakenDown(run: RunKey): boolean {
    return existsSync(this.markFile(run));
  }

  async remove(groupUid: string): Promise<void> {
    await rm(path.join(this.folder, groupUid), { recursive: true, force: true });
  }

  async list(): Promise<readonly string[]> {
    return readdir(this.folder).catch(() => []);
  }

  private partsFile(groupUid: string): string {
    return path.join(this.folder, groupUid, 'parts.json');
  }

  private markFile({ groupUid, container, run }: RunKey): string {
    return path.join(this.folder, groupUid, `${container}.${String(run)}.taken-down`);
  }
}
