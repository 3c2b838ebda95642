import { z } from 'zod';
import { image } from './groups.ts';
import type { TestEmulator } from './in-process.ts';

const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ code: z.string(), target: z.string().optional() })).optional(),
  }),
});

/** Status and error of a reply that is one of ARM's errors. */
export async function failure(pending: Response | Promise<Response>) {
  const reply = await pending;
  return { status: reply.status, ...ErrorBody.parse(await reply.json()).error };
}

/** A create as it goes over the wire; text is sent as it is. */
export function put(
  emulator: TestEmulator,
  name: string,
  body: object | string,
): Promise<Response> {
  return emulator.arms(`containerGroups/${name}`, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export function container(name: string, properties: object = {}): object {
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  const command = ['/bin/sh', '-c', 'exit 0'];
  return { name, properties: { image, command, resources, ...properties } };
}

export function groupBody(properties: object = {}, more: object = {}): object {
  return {
    location: 'West Europe',
    properties: { restartPolicy: 'Never', containers: [container('main')], ...properties },
    ...more,
  };
}
