import { changeVariable } from './change-variable.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#set-variable */
export const setVariable = changeVariable({ type: 'SetVariable', change: (_, value) => value });
