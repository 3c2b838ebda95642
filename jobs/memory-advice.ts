/** Most that a group may have: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const mostGB = 240;

/** What to ask for after a container was killed for its memory: twice as much, since nobody knows how much it wanted. */
export function memoryAdvice(memoryInGB: number | undefined): string {
  if (memoryInGB === undefined) return 'ask for more memoryInGB';
  if (memoryInGB >= mostGB) return `it had ${memoryInGB} GB, the most there is`;
  const next = Math.min(mostGB, Math.ceil(memoryInGB * 20) / 10);
  return `it had ${memoryInGB} GB; ask for memoryInGB ${next}`;
}
