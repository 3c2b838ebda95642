const subscription = '/subscriptions/:subscriptionId';
const provider = 'providers/Microsoft.ContainerInstance';

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
