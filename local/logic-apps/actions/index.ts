import type { ActionType } from './define-action.ts';
import { apiConnection } from './api-connection.ts';
import { appendToArrayVariable } from './append-to-array-variable.ts';
import { appendToStringVariable } from './append-to-string-variable.ts';
import { compose } from './compose.ts';
import { decrementVariable } from './decrement-variable.ts';
import { foreach } from './foreach.ts';
import { http } from './http.ts';
import { ifAction } from './if.ts';
import { incrementVariable } from './increment-variable.ts';
import { initializeVariable } from './initialize-variable.ts';
import { parseJson } from './parse-json.ts';
import { query } from './query.ts';
import { scope } from './scope.ts';
import { select } from './select.ts';
import { setVariable } from './set-variable.ts';
import { terminate } from './terminate.ts';
import { until } from './until.ts';
import { wait } from './wait.ts';

/** Every type of action that can be run. */
export const actionTypes: ReadonlyMap<string, ActionType> = new Map(
  [
    apiConnection,
    appendToArrayVariable,
    appendToStringVariable,
    compose,
    decrementVariable,
    foreach,
    http,
    ifAction,
    incrementVariable,
    initializeVariable,
    parseJson,
    query,
    scope,
    select,
    setVariable,
    terminate,
    until,
    wait,
  ].map((action) => [action.type, action]),
);
