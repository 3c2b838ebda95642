import { createHash } from 'node:crypto';
import os from 'node:os';
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

/**
 * The emulator that keeps its data in this folder of this machine: two on one engine never touch what is the other's, and one
 * that has lost its data still finds what it left behind.
 */
export function emulatorId(folder: string): string {
  return createHash('sha256')
    .update(`${os.hostname()}\n${path.resolve(folder)}`)
    .digest('hex')
    .slice(0, 32);
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
