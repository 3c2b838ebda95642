import { z } from 'zod';
import { StatusName } from './status.ts';

/** What stands in every action beside what its type asks for. */
export const CommonAction = z.object({
  type: z.string(),
  runAfter: z.record(z.string(), z.array(StatusName)).default({}),
  description: z.string().optional(),
  metadata: z.unknown().optional(),
  trackedProperties: z.unknown().optional(),
});
export type CommonAction = z.infer<typeof CommonAction>;

export const commonActionKeys: readonly string[] = Object.keys(CommonAction.shape);

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app#secure-inputs-and-outputs-in-code-view */
export const SecureData = z.strictObject({
  properties: z.array(z.enum(['inputs', 'outputs'])),
});

/** `contentTransfer` is how large bodies travel in Azure; here all travel whole. */
export const RuntimeConfiguration = z.strictObject({
  secureData: SecureData.optional(),
  contentTransfer: z.strictObject({ transferMode: z.literal('Chunked') }).optional(),
});

/** What is hidden in the history of runs. */
export interface Secured {
  readonly inputs: boolean;
  readonly outputs: boolean;
}

export function securedOf(
  configuration: { readonly secureData?: z.infer<typeof SecureData> | undefined } | undefined,
): Secured {
  const properties = configuration?.secureData?.properties ?? [];
  return { inputs: properties.includes('inputs'), outputs: properties.includes('outputs') };
}
