export { checkTemplate, type TemplateProblem } from './check-template.ts';
export { checkCondition, evaluateCondition } from './conditions.ts';
export { evaluateTemplate } from './evaluate-template.ts';
export { parseTemplate } from './grammar/parse-template.ts';
export type { ExpressionScope, OperationRecord } from './scope.ts';
export { TemplateError } from './template-error.ts';
