import type { Context } from 'hono';

const defaultPageSize = 100;
const tokenName = 'x-ms-continuation-token';

/** Which page is asked for: how much of it, and after which id it begins. */
export function pageOf(context: Context): { readonly limit: number; readonly afterId?: string } {
  const token = context.req.header(tokenName) ?? '';
  const limit = Number(context.req.query('top') ?? defaultPageSize) || defaultPageSize;
  return { limit, ...(token !== '' && { afterId: Buffer.from(token, 'base64url').toString() }) };
}

/** Empty after the last page. */
export function tokenHeader(nextAfterId: string | undefined): Record<string, string> {
  return { [tokenName]: Buffer.from(nextAfterId ?? '').toString('base64url') };
}

export function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true';
