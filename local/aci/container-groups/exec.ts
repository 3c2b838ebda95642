import { z } from 'zod';
import { parseBody } from '../http/parse-body.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { execTarget } from './exec-target.ts';

/** What a terminal has that nobody has given a size; a client without a terminal says 0. */
const usual = { rows: 24, cols: 80 };
const length = z.int().min(0).max(65535).optional();

const Body = z.object({
  /** One program: Azure takes no arguments either, https://learn.microsoft.com/azure/container-instances/container-instances-exec#restrictions */
  command: z
    .string()
    .min(1, 'must name a program')
    .refine((command) => !command.includes('\0'), 'has a NUL character'),
  terminalSize: z.object({ rows: length, cols: length }).default({}),
});

export const execInContainer: Route = {
  operation: 'Containers_ExecuteCommand',
  method: 'POST',
  guard: 'containerInstance',
  path: `${paths.container}/exec`,
  handle(request, emulator) {
    const run = execTarget(request, emulator);
    const { command, terminalSize } = parseBody(request.text, Body);
    const size = {
      rows: terminalSize.rows || usual.rows,
      cols: terminalSize.cols || usual.cols,
    };
    const terminal = { kind: 'exec' as const, run, program: command, size };
    return ok(emulator.terminals.promise(terminal, request.origin));
  },
};
