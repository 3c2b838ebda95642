import { z } from 'zod';
import { RenderInput } from './workloads/render.ts';
import { SentimentInput } from './workloads/sentiment.ts';
export const JobSpec = z.strictObject({ name: z.string().optional() });
export type JobSpec = z.infer<typeof JobSpec>;
export const workloadInputs = { sentiment: SentimentInput, render: RenderInput };
