import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunKey } from '../container-groups/container-backend.ts';
import type { ListedContainer } from './replies.ts';

/** What a container of an emulator carries, so that the emulator finds it again after its own end. */
export const labels = {
  emulator: 'aci.emulator-id',
  group: 'aci.group',
  container: 'aci.container',
  run: 'aci.run',
} as const;

/** The emulator that keeps its data in this folder: two on one engine never touch what is the other's. */
export function emulatorId(folder: string): string {
  const file = path.join(folder, 'emulator-id');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const id = randomUUID();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${id}\n`);
    return id;
  }
}

export function labelsOf(emulator: string, { groupUid, container, run }: RunKey) {
  return {
    [labels.emulator]: emulator,
    [labels.group]: groupUid,
    [labels.container]: container,
    [labels.run]: String(run),
  };
}

/** The run that a container is; undefined when it is what holds a group's network. */
export function runOf({ Labels }: ListedContainer): RunKey | undefined {
  const groupUid = Labels?.[labels.group];
  const container = Labels?.[labels.container];
  const run = Labels?.[labels.run];
  if (groupUid === undefined || container === undefined || run === undefined) return undefined;
  return { groupUid, container, run: Number(run) };
}

export function nameOf({ groupUid, container, run }: RunKey): string {
  return `${groupUid}/${container}/${String(run)}`;
}
