import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const EventSubscription = z.strictObject({
  name: z.string().min(1),
  /** Such as /blobServices/default/containers/reviews/; empty for all containers. */
  subjectBeginsWith: z.string().default(''),
  subjectEndsWith: z.string().default(''),
  /** The storage queue that gets the events. */
  queue: z.string().min(3),
});

/** https://learn.microsoft.com/azure/event-grid/event-filtering#subject-filtering */
export type EventSubscription = z.infer<typeof EventSubscription>;

const EventSubscriptions = z
  .array(EventSubscription)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'names have to differ',
  );

/** Reads a list of subscriptions; the error names every wrong field. */
export async function readSubscriptions(file: string): Promise<readonly EventSubscription[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`the subscriptions can not be read from ${file}`);
  });
  const result = EventSubscriptions.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`${file} is wrong: ${problems.join('; ')}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${String(error)}`, { cause: error });
  }
}

const containersPath = '/blobServices/default/containers/';

export function subjectOf(container: string, blob: string): string {
  return `${containersPath}${container}/blobs/${blob}`;
}

/** Without case, as Event Grid filters by default. */
export function isWanted(subscription: EventSubscription, subject: string): boolean {
  const text = subject.toLowerCase();
  return (
    text.startsWith(subscription.subjectBeginsWith.toLowerCase()) &&
    text.endsWith(subscription.subjectEndsWith.toLowerCase())
  );
}

/** The containers in which there can be blobs that the subscription wants. */
type ContainerFilter = { readonly name: string } | { readonly prefix: string };

export function containersOf({ subjectBeginsWith }: EventSubscription): ContainerFilter {
  const beginning = subjectBeginsWith.toLowerCase();
  if (!beginning.startsWith(containersPath.toLowerCase())) return { prefix: '' };
  const rest = beginning.slice(containersPath.length);
  const slash = rest.indexOf('/');
  return slash < 0 ? { prefix: rest } : { name: rest.slice(0, slash) };
}
