import type { Reply } from './connector.ts';
import { bodyOf } from './content.ts';

/** The answer of a server as an action shows it. */
export async function replyOf(
  response: Response,
  follow: (location: string, signal: AbortSignal) => Promise<Reply>,
): Promise<Reply> {
  const location = response.headers.get('location');
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: bodyOf(
      new Uint8Array(await response.arrayBuffer()),
      response.headers.get('content-type') ?? undefined,
    ),
    ...(response.status === 202 &&
      location !== null && { follow: (signal: AbortSignal) => follow(location, signal) }),
  };
}
