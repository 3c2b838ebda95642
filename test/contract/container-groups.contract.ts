/* eslint-disable jest/no-export -- a suite, which test files run on their own subject */
import { expect, test } from '@jest/globals';
import type { ContainerGroups } from '../../clients/ports.ts';
import type { GroupPlan, Target } from '../../jobs/group-plan.ts';
import type { GroupState } from '../../jobs/group-state.ts';

export interface GroupsSubject {
  readonly groups: ContainerGroups;
  readonly target: Target;
  /** A group of one container, `main`, that prints `a line` and ends with this exit code, or never ends. */
  readonly plan: (
    end: { readonly exitCode: number } | 'never',
    tags?: Readonly<Record<string, string>>,
  ) => GroupPlan;
  /** What the group comes to. */
  readonly until: (name: string, state: GroupState['state']) => Promise<GroupState>;
}

/** What all ContainerGroups keep to. */
export function containerGroupsContract(makeSubject: () => GroupsSubject): void {
  test('a group is created, runs, ends with its exit code, and is absent once deleted', async () => {
    const { groups, target, plan, until } = makeSubject();
    const group = plan({ exitCode: 3 });
    await expect(groups.create(target, group)).resolves.toEqual({ result: 'created' });
    const ended = await until(group.name, 'ended');
    expect(ended).toMatchObject({
      containers: [{ name: 'main', exitCode: 3, detailStatus: 'Error' }],
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    await groups.delete(target, group.name);
    await expect(until(group.name, 'absent')).resolves.toEqual({ state: 'absent' });
  });

  test('a group that runs says since when', async () => {
    const { groups, target, plan, until } = makeSubject();
    const group = plan('never');
    await groups.create(target, group);
    await expect(until(group.name, 'running')).resolves.toMatchObject({
      startedAt: expect.any(String),
    });
    await groups.delete(target, group.name);
  });

  test('a create that is repeated leaves the group as it is', async () => {
    const { groups, target, plan, until } = makeSubject();
    const group = plan({ exitCode: 0 });
    await groups.create(target, group);
    const ended = await until(group.name, 'ended');
    await expect(groups.create(target, group)).resolves.toEqual({ result: 'created' });
    await expect(groups.read(target, group.name)).resolves.toEqual(ended);
    await groups.delete(target, group.name);
  });

  test('a log is read whole; one of no container or no group there is not', async () => {
    const { groups, target, plan, until } = makeSubject();
    const group = plan({ exitCode: 0 });
    await groups.create(target, group);
    await until(group.name, 'ended');
    await expect(groups.readLog(target, group.name, 'main')).resolves.toContain('a line\n');
    await expect(groups.readLog(target, group.name, 'other')).resolves.toBeUndefined();
    await groups.delete(target, group.name);
    await expect(groups.readLog(target, 'never-was', 'main')).resolves.toBeUndefined();
  });

  test('a group that is not there is absent, and deleting it is no error', async () => {
    const { groups, target } = makeSubject();
    await expect(groups.read(target, 'never-was')).resolves.toEqual({ state: 'absent' });
    await expect(groups.delete(target, 'never-was')).resolves.toBeUndefined();
  });

  test('the tags of a group are those that it was made with; of one that is not there, there are none', async () => {
    const { groups, target, plan } = makeSubject();
    const group = plan('never', { owner: 'read', task: '7' });
    await groups.create(target, group);
    await expect(groups.readTags(target, group.name)).resolves.toEqual(group.tags);
    await groups.delete(target, group.name);
    await expect(groups.readTags(target, 'never-was')).resolves.toBeUndefined();
  });

  test('only the groups of one owner are listed, with their tags', async () => {
    const { groups, target, plan } = makeSubject();
    const mine = [1, 2, 3].map(() => plan('never', { owner: 'me', kind: 'job' }));
    const other = plan('never', { owner: 'not-me' });
    for (const group of [...mine, other]) await groups.create(target, group);
    const found = new Map<string, Readonly<Record<string, string>>>();
    for await (const { name, tags } of groups.listOwned(target, 'me')) found.set(name, tags);
    expect([...found.keys()].sort()).toEqual(mine.map(({ name }) => name).sort());
    expect(found.get(mine[0]?.name ?? '')).toMatchObject({ owner: 'me', kind: 'job' });
    for (const { name } of [...mine, other]) await groups.delete(target, name);
  });

  test('tags are added to those of a group, which goes on as it is', async () => {
    const { groups, target, plan, until } = makeSubject();
    const group = plan('never', { owner: 'tagged', kind: 'job' });
    await groups.create(target, group);
    const before = await until(group.name, 'running');
    await expect(groups.tag(target, group.name, { kept: 'true' })).resolves.toBe(true);
    const found: Readonly<Record<string, string>>[] = [];
    for await (const { tags } of groups.listOwned(target, 'tagged')) found.push(tags);
    expect(found).toMatchObject([{ kind: 'job', kept: 'true' }]);
    await expect(groups.read(target, group.name)).resolves.toEqual(before);
    await groups.delete(target, group.name);
    await until(group.name, 'absent');
    await expect(groups.tag(target, group.name, { kept: 'true' })).resolves.toBe(false);
  });
}
