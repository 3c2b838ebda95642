import type { ContainerRecord, GroupRecord } from '../group-record.ts';
import { jittered, type Timing } from '../timing.ts';

export interface RunName {
  readonly container: string;
  readonly run: number;
}

/** What the backend has to do. */
export type Effect =
  /** `operation` names the deployment that it belongs to. */
  | { readonly type: 'prepare'; readonly operation: string }
  | { readonly type: 'pull'; readonly operation: string; readonly image: string }
  | ({ readonly type: 'start' } & RunName)
  /** `isAwaited`: its end is to be reported as `killed`. */
  | ({ readonly type: 'kill'; readonly isAwaited: boolean } & RunName);

export interface StepContext {
  readonly now: Date;
  readonly timing: Timing;
  /** How often a container that failed is restarted in spite of policy Never. */
  readonly platformRestarts: number;
}

/** A group on its way from one state to the next: the parts of a transition change it and add effects. */
export interface Step extends StepContext {
  readonly group: GroupRecord;
  readonly effects: Effect[];
}

/** All containers with their records, init containers first. */
export function allContainers({ initContainers, containers }: GroupRecord): ContainerRecord[] {
  return [...initContainers, ...containers];
}

export function startRun({ effects }: Step, container: ContainerRecord): void {
  delete container.restartAt;
  container.run += 1;
  container.starting = true;
  effects.push({ type: 'start', container: container.name, run: container.run });
}

/** Enters a phase at a time that may have passed a while ago, for as long as timing has it. */
export function enterPhase(
  { group, timing }: Step,
  phase: GroupRecord['phase'],
  { since, ms }: { readonly since: Date; readonly ms: number },
): void {
  group.phase = phase;
  const length = jittered(timing, ms, `${group.name} ${phase}`);
  group.phaseUntil = new Date(since.getTime() + length).toISOString();
}
