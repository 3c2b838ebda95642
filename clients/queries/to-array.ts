/** All that an iterable gives, where the whole is known to be small. */
export async function toArray<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}
