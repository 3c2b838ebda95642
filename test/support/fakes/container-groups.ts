import type {
  ContainerGroups,
  CreateOptions,
  CreateResult,
  OwnedGroup,
} from '../../../clients/ports.ts';
import type { GroupPlan, Target } from '../../../jobs/group-plan.ts';
import type { GroupState } from '../../../jobs/group-state.ts';

interface FakeGroup {
  readonly plan: GroupPlan;
  readonly createdAt: Date;
}

/** What the container of a group does: after so many seconds it ends with this exit code; `Infinity`: never. */
export interface Behaviour {
  readonly startsAfterSeconds?: number;
  readonly seconds: number;
  readonly exitCode?: number;
  readonly log?: string;
}

/** Container groups in memory, on the clock of the test. */
export class FakeContainerGroups implements ContainerGroups {
  readonly groups = new Map<string, FakeGroup>();
  /** Names of the groups that were ever made, in order. */
  readonly created: string[] = [];
  /** Names of those for which a create was said to have been cut off. */
  readonly resumed: string[] = [];
  private readonly now: () => Date;
  private readonly behaviourOf: (group: GroupPlan) => Behaviour;

  constructor(
    now: () => Date,
    behaviourOf: (group: GroupPlan) => Behaviour = () => ({ seconds: 5 }),
  ) {
    this.now = now;
    this.behaviourOf = behaviourOf;
  }

  async create(
    _target: Target,
    plan: GroupPlan,
    { secrets, isResumed = false }: CreateOptions = {},
  ): Promise<CreateResult> {
    if (isResumed) this.resumed.push(plan.name);
    if (this.groups.has(plan.name)) return { result: 'created' };
    const { problem } = { problem: undefined, ...(await secrets?.()) };
    if (problem !== undefined)
      return { result: 'refused', class: 'invalid-spec', message: problem };
    this.groups.set(plan.name, { plan, createdAt: this.now() });
    this.created.push(plan.name);
    return { result: 'created' };
  }

  read(_target: Target, name: string): Promise<GroupState> {
    return Promise.resolve(this.stateOf(name));
  }

  readLog(_target: Target, name: string, container: string): Promise<string | undefined> {
    const group = this.groups.get(name);
    const known = group?.plan.containers.some((candidate) => candidate.name === container);
    return Promise.resolve(
      group && known ? (this.behaviourOf(group.plan).log ?? `log of ${container}\n`) : undefined,
    );
  }

  delete(_target: Target, name: string): Promise<void> {
    this.groups.delete(name);
    return Promise.resolve();
  }

  readTags(_target: Target, name: string): Promise<Readonly<Record<string, string>> | undefined> {
    return Promise.resolve(this.groups.get(name)?.plan.tags);
  }

  tag(_target: Target, name: string, tags: Readonly<Record<string, string>>): Promise<boolean> {
    const group = this.groups.get(name);
    if (!group) return Promise.resolve(false);
    const plan = { ...group.plan, tags: { ...group.plan.tags, ...tags } };
    this.groups.set(name, { ...group, plan });
    return Promise.resolve(true);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, memory is not
  async *listOwned(_target: Target, owner: string): AsyncIterable<OwnedGroup> {
    for (const { plan } of this.groups.values())
      if (plan.tags['owner'] === owner) yield { name: plan.name, tags: plan.tags };
  }

  private stateOf(name: string): GroupState {
    const group = this.groups.get(name);
    if (!group) return { state: 'absent' };
    const { startsAfterSeconds = 0, seconds, exitCode = 0 } = this.behaviourOf(group.plan);
    const start = group.createdAt.getTime() + startsAfterSeconds * 1000;
    const end = start + seconds * 1000;
    const now = this.now().getTime();
    if (now < start) return { state: 'pending', events: [] };
    const startedAt = new Date(start).toISOString();
    if (now < end) return { state: 'running', startedAt };
    const detailStatus = exitCode === 0 ? 'Completed' : 'Error';
    return {
      state: 'ended',
      containers: group.plan.containers.map((container) => ({
        name: container.name,
        exitCode,
        detailStatus,
      })),
      startedAt,
      finishedAt: new Date(end).toISOString(),
    };
  }
}
