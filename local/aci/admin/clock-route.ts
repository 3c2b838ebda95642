import { z } from 'zod';
import { parseBody } from '../http/parse-body.ts';
import { ok, type Route } from '../http/route.ts';

const ClockRequest = z
  .strictObject({
    advanceSeconds: z
      .number()
      .positive()
      .max(366 * 24 * 3600)
      .optional(),
    /** `virtual`: time moves only when it is advanced; `real`: by itself, from where it stood. Lasts until a restart. */
    mode: z.enum(['virtual', 'real']).optional(),
  })
  .refine(({ advanceSeconds, mode }) => advanceSeconds ?? mode, {
    message: 'has to say advanceSeconds, mode or both',
  });

/** Lets hours pass at once. Tokens stay on real time. */
export const clockRoute: Route = {
  operation: 'Emulator_ChangeClock',
  method: 'POST',
  path: '/_emu/clock',
  guard: 'open',
  async handle({ text }, { clock, store }) {
    const { advanceSeconds = 0, mode } = parseBody(text, ClockRequest);
    if (mode === 'virtual') clock.freeze?.();
    if (mode === 'real') clock.unfreeze?.();
    await clock.advance(advanceSeconds * 1000);
    store.saveLatestTime(clock.now());
    return ok({ now: clock.now().toISOString() });
  },
};
