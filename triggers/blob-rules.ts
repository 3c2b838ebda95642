/** Blobs of a container, or those of them that a prefix and a suffix choose, start a workload that reads one blob. */
export interface BlobRule {
  readonly container: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly workload: 'sentiment';
}

/** The first rule that takes the blob. */
export function ruleFor(
  rules: readonly BlobRule[],
  { container, name }: { readonly container: string; readonly name: string },
): BlobRule | undefined {
  return rules.find(
    (rule) =>
      rule.container === container &&
      name.startsWith(rule.prefix ?? '') &&
      name.endsWith(rule.suffix ?? ''),
  );
}
