import type { Clock } from '../../support/clock.ts';
import type { RunExit } from '../container-groups/container-backend.ts';
import type { Engine } from './find-engine.ts';
import type { ContainerDetails } from './replies.ts';

/** What a shell reports of a program that was killed. */
const killedExitCode = 137;

/** What the service's clock is ahead of real time, which engines have: it can be told to go on. */
export function shiftMs(clock: Clock, realClock: Clock): number {
  return clock.now().getTime() - realClock.now().getTime();
}

/** A time of the engine by the service's clock; now when the engine says none, and never later. */
export function serviceTime(engineTime: string, clock: Clock, realClock: Clock): Date {
  const at = Date.parse(engineTime);
  const now = clock.now();
  // Year 1 stands for never.
  if (Number.isNaN(at) || at <= 0) return now;
  return new Date(Math.min(now.getTime(), at + shiftMs(clock, realClock)));
}

/** How a container ended that nobody asked to end; one that somebody has removed was killed. */
export function exitOf(
  details: ContainerDetails | undefined,
  { engine, clock, realClock }: { engine: Engine; clock: Clock; realClock: Clock },
): RunExit {
  if (!details) return { exitCode: killedExitCode, at: clock.now(), outOfMemory: false };
  const { ExitCode, FinishedAt, OOMKilled } = details.State;
  // Podman does not see the kernel's kills where cgroups are of version 1: there a container that was killed, which
  // always has a memory limit, is taken for one that went beyond it.
  const isBlind = engine.isPodman && engine.info.CgroupVersion === '1';
  return {
    exitCode: ExitCode,
    at: serviceTime(FinishedAt, clock, realClock),
    outOfMemory: ExitCode === killedExitCode && (OOMKilled || isBlind),
  };
}
