/** `... quota 'StandardCores' exceeded in region 'eastus'. Limit: '10', Usage: '10' Requested: '1'.` */
const exceeded =
  /quota '(?<resource>\w+)' exceeded.*Limit: '(?<limit>\d+)'.*Requested: '(?<requested>\d+)'/s;

/** A quota that a group passes even when nothing else runs: to wait for it would be to wait for ever. */
export function neverFits(message: string): boolean {
  const found = exceeded.exec(message)?.groups;
  return (
    found !== undefined && Number(found['requested']) > Number(found['limit']) && !isGroups(found)
  );
}

/** Azure lets a subscription that looks like fraud make no group for a while; it says so by a quota of 0. */
export function refusesGroups(message: string): boolean {
  const found = exceeded.exec(message)?.groups;
  return found !== undefined && isGroups(found);
}

function isGroups({ resource }: Readonly<Record<string, string>>): boolean {
  return resource === 'ContainerGroups';
}
