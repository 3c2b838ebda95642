import { blockOf, resourcesOf } from './bicep-text.ts';
import { textAt } from './fact.ts';

/** A right that the Bicep gives, in the words of the table. */
interface Given {
  readonly right: string;
  readonly file: string;
  readonly line: number;
  /** Why; each assignment has one. */
  readonly comment: string;
}

const modules = [
  { file: 'infra/modules/rbac.bicep', scope: undefined },
  { file: 'infra/modules/rbac-logicapps.bicep', scope: undefined },
  { file: 'infra/modules/rbac-jobs.bicep', scope: 'jobsGroup' },
  { file: 'infra/modules/rbac-subscription.bicep', scope: 'subscription' },
] as const;

/** Every role assignment; one of a role of our own gives each action of the role. */
export function assignmentsOf(root: string): Given[] {
  return modules.flatMap(({ file, scope }) => {
    const text = textAt(root, file);
    const resources = resourcesOf(text);
    return resources
      .filter(({ type }) => type.startsWith('Microsoft.Authorization/roleAssignments@'))
      .flatMap(({ symbol, body, line, comment }) => {
        const who = fieldOf(body, 'principalId', symbol).replace(/PrincipalId$/, '');
        const where = scope ?? fieldOf(body, 'scope', symbol).replace(/\[\w+\]$/, '');
        const role = fieldOf(body, 'roleDefinitionId', symbol);
        const [, builtIn] = /roles\.(\w+)\)$/.exec(role) ?? [];
        const ours = resources.find((it) =>
          new RegExp(`\\b${it.symbol}\\.(id|name)\\b`).test(role),
        );
        const rights = builtIn ? [builtIn] : ours ? actionsOf(ours.body) : [role];
        return rights.map((right) => ({ right: `${who} ${right} ${where}`, file, line, comment }));
      });
  });
}

function fieldOf(body: string, name: string, symbol: string): string {
  const [, value] = new RegExp(`^\\s*${name}: (.*)$`, 'm').exec(body) ?? [];
  if (value === undefined) throw new Error(`${symbol} has no ${name}`);
  return value;
}

function actionsOf(body: string): string[] {
  return [...blockOf(body, 'actions: [').body.matchAll(/'([^']+)'/g)].map(
    ([, action = '']) => action,
  );
}
