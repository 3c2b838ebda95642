import type { InstanceFilter } from '../engine/instance.ts';

/** The condition for a filter, and its values in order. */
export function listQuery({
  statuses,
  createdFrom,
  createdTo,
  idPrefix,
  afterId,
}: InstanceFilter): {
  readonly where: string;
  readonly values: readonly (string | number)[];
} {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  if (statuses && statuses.length > 0) {
    conditions.push(`status IN (${statuses.map(() => '?').join(', ')})`);
    values.push(...statuses);
  }
  if (createdFrom) {
    conditions.push('createdAt >= ?');
    values.push(createdFrom.getTime());
  }
  if (createdTo) {
    conditions.push('createdAt <= ?');
    values.push(createdTo.getTime());
  }
  if (idPrefix) {
    conditions.push('substr(instanceId, 1, ?) = ?');
    values.push(idPrefix.length, idPrefix);
  }
  if (afterId !== undefined) {
    conditions.push('instanceId > ?');
    values.push(afterId);
  }
  return {
    where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    values,
  };
}
