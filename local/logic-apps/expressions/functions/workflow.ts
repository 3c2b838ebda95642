import { defineFunction } from './define-function.ts';

export const workflow = defineFunction({
  name: 'workflow',
  group: 'workflow',
  expects: '',
  parameters: [],
  example: { expression: "workflow()['run']['name']", result: '08586184336278477352290832571CU75' },
  evaluate: (_, { scope }) => scope.workflow(),
});
