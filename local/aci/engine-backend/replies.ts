import { z } from 'zod';

/** What is read of the engine's replies: https://docs.docker.com/reference/api/engine/ */
export const Info = z.object({
  Name: z.string(),
  OSType: z.string(),
  ServerVersion: z.string(),
  Architecture: z.string(),
  NCPU: z.number(),
  CgroupVersion: z.string().optional(),
  SecurityOptions: z.array(z.string()).nullish(),
});
export type Info = z.infer<typeof Info>;

export const Created = z.object({ Id: z.string() });

const Labels = z.record(z.string(), z.string()).nullish();

export const ContainerList = z.array(z.object({ Id: z.string(), State: z.string(), Labels }));
export type ListedContainer = z.infer<typeof ContainerList>[number];

const PublishedPorts = z
  .record(z.string(), z.array(z.object({ HostPort: z.string() })).nullish())
  .nullish();

export const ContainerDetails = z.object({
  Id: z.string(),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    StartedAt: z.string(),
    FinishedAt: z.string(),
  }),
  NetworkSettings: z.object({ Ports: PublishedPorts }),
});
export type ContainerDetails = z.infer<typeof ContainerDetails>;

/** Processor time is in nanoseconds. */
export const ContainerStats = z.object({
  memory_stats: z.object({ usage: z.number().optional() }),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
});

export const ExecDetails = z.object({ ExitCode: z.number().nullish(), Running: z.boolean() });

export const ImageDetails = z.object({ Id: z.string(), Size: z.number() });

export const ImageList = z.array(z.object({ RepoTags: z.array(z.string()).nullish() }));

/** One line of what import and pull tell of their progress. */
export const Progress = z.object({
  status: z.string().optional(),
  error: z.string().optional(),
});

export const Network = z.object({
  IPAM: z.object({ Config: z.array(z.object({ Gateway: z.string().optional() })).nullish() }),
});
