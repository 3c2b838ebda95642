import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { FakeContainerGroups } from '../support/fakes/container-groups.ts';
import { containerGroupsContract, type GroupsSubject } from './container-groups.contract.ts';

const target = { subscriptionId: 's', resourceGroup: 'r' };

function makeSubject(): GroupsSubject {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const groups = new FakeContainerGroups(
    () => new Date(now),
    ({ tags }) => ({
      startsAfterSeconds: 1,
      seconds: tags['end'] === 'never' ? Infinity : 1,
      exitCode: Number(tags['end'] ?? 0),
      log: 'a line\n',
    }),
  );
  return {
    groups,
    target,
    plan: (end, tags = {}) => ({
      name: `g-${randomUUID()}`,
      location: 'westeurope',
      tags: { owner: 'o', ...tags, end: end === 'never' ? end : String(end.exitCode) },
      containers: [{ name: 'main', image: 'i', cpu: 1, memoryInGB: 1, environment: [] }],
    }),
    async until(name, state) {
      for (;;) {
        const found = await groups.read(target, name);
        if (found.state === state) return found;
        now += 500;
      }
    },
  };
}

describe('the fake container groups', () => {
  containerGroupsContract(makeSubject);
});
