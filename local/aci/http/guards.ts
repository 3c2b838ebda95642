import { apiVersions, isNewer } from '../arm/api-versions.ts';
import { armErrors } from '../arm/arm-errors.ts';
import { isRegion, regions } from '../arm/regions.ts';
import type { Emulator } from '../emulator.ts';
import { checkToken } from '../identity/check-token.ts';
import { errors } from '../model/errors.ts';
import type { ApiRequest, Guard } from './route.ts';

/** Throws what ARM answers to a request that may not come in; gives headers for the reply to one that may. */
export function checkGuard(
  guard: Guard,
  { query, headers, params }: Pick<ApiRequest, 'query' | 'headers' | 'params'>,
  emulator: Emulator,
): Record<string, string> {
  if (guard === 'open') return {};
  checkBearer(headers, emulator);
  const version = query.get('api-version');
  if (!version) throw errors.missingApiVersion();
  if (!/^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/i.test(version)) throw errors.invalidApiVersion(version);
  const { subscriptionId, location } = params;
  if (
    subscriptionId &&
    subscriptionId.toLowerCase() !== emulator.settings.subscriptionId.toLowerCase()
  ) {
    throw errors.subscriptionNotFound(subscriptionId);
  }
  if (guard !== 'containerInstance') return {};
  if (location && !isRegion(location, emulator)) {
    const locations = [...regions.keys()];
    throw armErrors.noProviderInLocation({ location, version, versions: apiVersions, locations });
  }
  return checkVersion(version, emulator);
}

function checkBearer(headers: Headers, { behaviour, settings, tokens }: Emulator): void {
  const [, token] = /^Bearer +(\S+)/i.exec(headers.get('authorization') ?? '') ?? [];
  if (token === undefined) throw errors.authenticationFailed();
  if (behaviour.current.tokens === 'strict') checkToken(token, tokens, settings.tenantId);
}

/** A version that is newer than the emulator is taken, with a warning: https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function checkVersion(version: string, { behaviour }: Emulator): Record<string, string> {
  if (apiVersions.includes(version.toLowerCase())) return {};
  const isTaken = behaviour.current.apiVersions === 'any' || isNewer(version);
  if (!isTaken) throw errors.noRegisteredProvider(version, apiVersions);
  const [newest = ''] = apiVersions;
  return { warning: `299 - "api-version ${version} is not known here; served as ${newest}"` };
}
