import {
  evaluateTemplate,
  TemplateError,
} from '../../../../../local/logic-apps/expressions/index.ts';
import { exampleScope } from './example-scope.ts';

/** The value of a template in the scope of the examples; `values` are parameters of the workflow. */
export const evaluate = (template: unknown, values?: Readonly<Record<string, unknown>>): unknown =>
  evaluateTemplate(template, exampleScope(values));

/** The message of the TemplateError that the template ends in. */
export function failureOf(template: unknown, values?: Readonly<Record<string, unknown>>): string {
  try {
    return `no failure, but ${JSON.stringify(evaluate(template, values))}`;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}
