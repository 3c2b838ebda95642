import { z } from 'zod';
import { shortList } from './short-list.ts';

/** What every container of a job gets; a spec may not set them. */
const reservedNames = [
  'JOB_ID',
  'TASK_INDEX',
  'TASK_COUNT',
  'ATTEMPT',
  'ITEM',
  'INPUT_URL',
  'INPUT_URLS',
  'OUTPUT_URL',
] as const;
const reserved = new Set<string>(reservedNames);

const EnvironmentVariable = z.strictObject({
  /** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
  name: z
    .string()
    .regex(
      /^[A-Za-z_]([A-Za-z0-9_]{0,62})$/,
      'must be 1 to 63 letters, digits or _, not beginning with a digit',
    )
    .refine((name) => !reserved.has(name), 'is set by durable-aci itself'),
  value: z.string(),
});

/** Largest group: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const limits = { cpu: 31, memoryInGB: 240, containers: 60 } as const;

const Resources = z.strictObject({
  requests: z.strictObject({
    cpu: z.number().positive('must be more than 0').max(limits.cpu).default(1),
    memoryInGB: z.number().positive('must be more than 0').max(limits.memoryInGB).default(1.5),
  }),
});

const Container = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be 1 to 63 lower-case letters, digits or inner hyphens',
    ),
  properties: z.strictObject({
    image: z.string().regex(/^\S{1,512}$/, 'must be the name of an image, without spaces'),
    command: z.array(z.string()).min(1, 'must not be empty').optional(),
    resources: Resources.default({ requests: { cpu: 1, memoryInGB: 1.5 } }),
    environmentVariables: z
      .array(EnvironmentVariable)
      .superRefine(eachNameOnce((variable) => variable.name))
      .optional(),
  }),
});
export type Container = z.infer<typeof Container>;

/**
 * A container group as ARM has it at api-version 2023-05-01, as far as it is supported; a field that is not
 * here is an error. https://learn.microsoft.com/rest/api/container-instances/container-groups/create-or-update
 */
export const Group = z.strictObject({
  location: z.string().min(1).optional(),
  properties: z.strictObject({
    containers: shortList(Container, limits.containers, 'containers').superRefine(
      (containers, context) => {
        eachNameOnce((container: Container) => container.name)(containers, context);
        totalWithin('cpu', containers, context);
        totalWithin('memoryInGB', containers, context);
      },
    ),
    osType: z.literal('Linux', 'must be Linux; nothing else is supported yet').default('Linux'),
    restartPolicy: z
      .literal('Never', 'must be Never; nothing else is supported yet')
      .default('Never'),
  }),
});
export type Group = z.infer<typeof Group>;

type Checks = Pick<z.RefinementCtx, 'addIssue'>;

function eachNameOnce<T>(nameOf: (element: T) => string) {
  return (elements: readonly T[], context: Checks): void => {
    const seen = new Set<string>();
    elements.forEach((element, index) => {
      const name = nameOf(element);
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `${name} is there twice`,
        });
      seen.add(name);
    });
  };
}

function totalWithin(
  what: 'cpu' | 'memoryInGB',
  containers: readonly Container[],
  context: Checks,
): void {
  const total = containers.reduce(
    (sum, { properties }) => sum + properties.resources.requests[what],
    0,
  );
  if (total > limits[what])
    context.addIssue({
      code: 'custom',
      message: `request ${total} ${what} in all; a group has at most ${limits[what]}`,
    });
}
