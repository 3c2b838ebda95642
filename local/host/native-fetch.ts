const { Request, Response } = globalThis;

/**
 * Gives the app Node's own `Request` and `Response`: the HTTP server of this process puts quicker ones in their place,
 * whose headers differ (a text loses its content type).
 */
export function restoreNativeFetch(): void {
  Object.assign(globalThis, { Request, Response });
}
