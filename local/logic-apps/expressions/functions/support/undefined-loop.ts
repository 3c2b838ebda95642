import { invalidTemplate, type TemplateError } from '../../template-error.ts';

/** No loop of that name stands around the expression. */
export const undefinedLoop = (functionName: string, loopName: string): TemplateError =>
  invalidTemplate(
    `The repetition action(s) '${loopName}' referenced by function '${functionName}' are not defined in the template.`,
  );
