import { z } from 'zod';

/** Which connection an action or a trigger uses, as Consumption and as Standard write it. */
export const Host = z.union([
  z.strictObject({
    connection: z.union([
      z.strictObject({ name: z.string() }),
      z.strictObject({ referenceName: z.string() }),
    ]),
    api: z.unknown().optional(),
  }),
]);

export const connectionOf = ({ connection }: z.infer<typeof Host>): string =>
  'name' in connection ? connection.name : connection.referenceName;
