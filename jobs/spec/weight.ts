import { z } from 'zod';

/**
 * How much of a region's quota a job gets while several wait for it: a job of weight 2 has two turns where one of
 * weight 1 has one. It takes nothing from groups that run, and counts per core.
 */
export const Weight = z
  .int('must be a whole number from 1 to 100')
  .min(1, 'must be a whole number from 1 to 100')
  .max(100, 'must be a whole number from 1 to 100');
