import { invalidTemplate, type TemplateError } from '../template-error.ts';

/** As Azure words what cannot be parsed: `expected token 'RightParenthesis' and actual 'EndOfData'.` */
export const syntaxError = (expression: string, problem: string): TemplateError =>
  invalidTemplate(`Unable to parse template language expression '${expression}': ${problem}`);
