const subscription = '/subscriptions/:subscriptionId';
const provider = 'providers/Microsoft.ContainerInstance';
const poolProvider = 'providers/Microsoft.StandbyPool';

/** https://learn.microsoft.com/rest/api/container-instances */
export const paths = {
  subscriptions: '/subscriptions',
  subscription,
  tenants: '/tenants',
  resourceGroups: `${subscription}/resourceGroups`,
  resourceGroup: `${subscription}/resourceGroups/:resourceGroup`,
  operations: `/${provider}/operations`,
  provider: `${subscription}/${provider}`,
  location: `${subscription}/${provider}/locations/:location`,
  groupsOfSubscription: `${subscription}/${provider}/containerGroups`,
  groups: `${subscription}/resourceGroups/:resourceGroup/${provider}/containerGroups`,
  group: `${subscription}/resourceGroups/:resourceGroup/${provider}/containerGroups/:name`,
  container: `${subscription}/resourceGroups/:resourceGroup/${provider}/containerGroups/:name/containers/:container`,
  profilesOfSubscription: `${subscription}/${provider}/containerGroupProfiles`,
  profiles: `${subscription}/resourceGroups/:resourceGroup/${provider}/containerGroupProfiles`,
  profile: `${subscription}/resourceGroups/:resourceGroup/${provider}/containerGroupProfiles/:name`,
  poolsOfSubscription: `${subscription}/${poolProvider}/standbyContainerGroupPools`,
  pools: `${subscription}/resourceGroups/:resourceGroup/${poolProvider}/standbyContainerGroupPools`,
  pool: `${subscription}/resourceGroups/:resourceGroup/${poolProvider}/standbyContainerGroupPools/:name`,
} as const;

/**
 * A URL's path as the routes are written: without empty segments, and with the words that ARM gives (every other one, and
 * what follows `providers`) in lower case. Names keep their case.
 */
export function normalisePath(url: string): string {
  const [path = ''] = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  const segments = path.split('/').filter((segment) => segment !== '');
  return `/${segments
    .map((segment, index) => {
      const isNamespace = index % 2 === 1 && segments[index - 1]?.toLowerCase() === 'providers';
      return index % 2 === 0 || isNamespace ? segment.toLowerCase() : segment;
    })
    .join('/')}`;
}

/** A route's path for the router, which compares it to normalised ones. */
export function routerPath(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? segment : segment.toLowerCase()))
    .join('/');
}
