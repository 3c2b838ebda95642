import { z } from 'zod';

/**
 * How the end of a container is noticed: ARM is asked again and again, or the image's shim says so at once
 * (images/shim), with a slow poll behind it.
 */
export const Completion = z.enum(['poll', 'push']).default('poll');
