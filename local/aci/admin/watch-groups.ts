import type { Clock } from '../../support/clock.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { Billing } from './billing.ts';
import type { FaultUses } from './fault-uses.ts';
import { groupView } from './group-view.ts';
import type { Journal } from './journal.ts';

interface Watchers {
  readonly journal: Journal;
  readonly billing: Billing;
  readonly faultUses: FaultUses;
  readonly clock: Clock;
}

/** Writes down what becomes of groups: a listener for the registry's `onChange`. */
export function watchGroups({ journal, billing, faultUses, clock }: Watchers) {
  return (before: GroupRecord | undefined, after: GroupRecord | undefined): void => {
    const group = after ?? before;
    if (!group) return;
    const now = clock.now();
    if (after) billing.observe(after, now);
    else {
      billing.end(group.uid, now);
      faultUses.forget(group.uid);
    }
    const from = before ? groupView(before) : null;
    const to = after ? groupView(after) : null;
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    const { name, uid } = group;
    journal.add({ kind: 'state', time: now.toISOString(), group: name, uid, from, to });
  };
}
