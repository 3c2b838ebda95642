import type { GroupRecord } from '../model/group-record.ts';
import type { GroupEvent } from '../model/transition.ts';
import { allContainers } from '../model/transitions/step.ts';
import type { ContainerBackend, RunFate } from './container-backend.ts';
import { runSpec } from './run-spec.ts';

/** What happened to a group's containers while no emulator was running, as events in order. */
export async function* recoverRuns(
  group: GroupRecord,
  backend: ContainerBackend,
): AsyncGenerator<GroupEvent> {
  for (const { name, run, starting, state } of allContainers(group)) {
    if (!starting && state.state !== 'Running') continue;
    const fate = await backend.recover(
      runSpec(group, { groupUid: group.uid, container: name, run }),
    );
    // Each at once: its end may be reported before the next container has been looked for.
    yield* eventsOf(fate, { container: name, run }, starting);
  }
}

function eventsOf(
  fate: RunFate,
  key: { container: string; run: number },
  starting: boolean,
): GroupEvent[] {
  if (fate.fate === 'absent') return [{ type: starting ? 'notStarted' : 'lost', ...key }];
  if (fate.fate === 'lost') return [{ type: 'lost', ...key }];
  const started: GroupEvent[] = starting ? [{ type: 'started', ...key, at: fate.since }] : [];
  if (fate.fate === 'running') return started;
  const { exitCode, at, outOfMemory } = fate;
  return [...started, { type: 'exited', ...key, exitCode, at, outOfMemory }];
}
