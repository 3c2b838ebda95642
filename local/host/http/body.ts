/** Thrown when a body is longer than the host takes. */
export class BodyTooLargeError extends Error {
  constructor(limitBytes: number) {
    super(`The body is longer than ${limitBytes} bytes.`);
    this.name = 'BodyTooLargeError';
  }
}

/** Refuses a body whose length is announced and over the limit, before any of it is read. */
export function refuseLongBody(request: Request, limitBytes: number): void {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes)
    throw new BodyTooLargeError(limitBytes);
}

/** Passes a body on, and fails once more than `limitBytes` came. */
export function limitBody(
  body: ReadableStream<Uint8Array>,
  limitBytes: number,
): ReadableStream<Uint8Array> {
  let total = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        total += chunk.byteLength;
        if (total > limitBytes) controller.error(new BodyTooLargeError(limitBytes));
        else controller.enqueue(chunk);
      },
    }),
  );
}

export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  refuseLongBody(request, limitBytes);
  if (!request.body) return new Uint8Array();
  return new Uint8Array(await new Response(limitBody(request.body, limitBytes)).arrayBuffer());
}
