import type { AppContext } from './app-env.ts';

/** Sends a reply with the right length and only so many bytes of its body, and cuts the connection then. */
export async function sendPart(c: AppContext, reply: Response, bytes: number): Promise<void> {
  const { outgoing } = c.env;
  if (!outgoing || !('socket' in outgoing)) return;
  const body = Buffer.from(await reply.arrayBuffer());
  outgoing.writeHead(reply.status, {
    ...Object.fromEntries(reply.headers),
    'content-length': String(body.length),
  });
  outgoing.flushHeaders();
  await new Promise<void>((resolve) => {
    outgoing.once('close', resolve);
    outgoing.write(body.subarray(0, bytes), () => outgoing.destroy());
  });
}

/** Tells the server that there is nothing (more) to answer: https://github.com/honojs/node-server#direct-response-from-nodejs-api */
export function noResponse(): Response {
  // A clone, because the server takes a short way with responses of its own make, on which it does not look for this.
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } }).clone();
}
