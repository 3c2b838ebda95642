/** `NAME=VALUE`, or `WORKFLOW.NAME=VALUE` for one workflow alone; throws one error that names every other form. */
export function readParameters(assignments: readonly string[]): Record<string, string> {
  const wrong = assignments.filter((text) => !/^[\w$.-]+=/.test(text));
  if (wrong.length > 0) {
    throw new Error(`--parameter takes NAME=VALUE, which ${wrong.join(' and ')} is not`);
  }
  return Object.fromEntries(
    assignments.map((text) => {
      const at = text.indexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** The parameters of one workflow; its own win over those for all. */
export function parametersFor(
  workflow: string,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(parameters);
  const shared = entries.filter(([name]) => !name.includes('.'));
  const own = entries
    .filter(([name]) => name.startsWith(`${workflow}.`))
    .map(([name, value]) => [name.slice(workflow.length + 1), value] as const);
  return Object.fromEntries([...shared, ...own]);
}
