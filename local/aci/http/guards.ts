import type { Emulator } from '../emulator.ts';
import { errors } from '../model/errors.ts';
import type { ApiRequest, Guard } from './route.ts';

/** Those that others send, and the one of the operations' own status links. Newer ones are taken as well. */
const supportedVersions = [
  '2018-06-01',
  '2018-10-01',
  '2019-12-01',
  '2020-11-01',
  '2021-03-01',
  '2021-07-01',
  '2021-09-01',
  '2021-10-01',
  '2022-09-01',
  '2022-10-01-preview',
  '2023-05-01',
  '2024-05-01-preview',
  '2024-09-01-preview',
  '2024-10-01-preview',
  '2025-09-01',
  '2026-06-01-preview',
  '2026-07-01',
];
const newest = '2026-07-01';

/** Throws what ARM answers to a request that may not come in. */
export function checkGuard(
  guard: Guard,
  { query, headers, params }: Pick<ApiRequest, 'query' | 'headers' | 'params'>,
  { settings }: Emulator,
): void {
  if (guard === 'open') return;
  const version = query.get('api-version');
  if (!version) throw errors.missingApiVersion();
  if (!/^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/i.test(version)) throw errors.invalidApiVersion(version);
  const isKnown = supportedVersions.includes(version.toLowerCase()) || version > newest;
  if (guard === 'containerInstance' && !isKnown) {
    throw errors.noRegisteredProvider(version, supportedVersions);
  }
  if (!/^Bearer \S/i.test(headers.get('authorization') ?? '')) throw errors.authenticationFailed();
  const { subscriptionId } = params;
  if (subscriptionId && subscriptionId.toLowerCase() !== settings.subscriptionId.toLowerCase()) {
    throw errors.subscriptionNotFound(subscriptionId);
  }
}
