import { Socket } from 'node:net';
import process from 'node:process';
import type { Connection } from 'rhea';
import { connectionInternals } from './internals.ts';

/** rhea hands each frame to the system by itself; with this all frames of one tick go in one call. */
export function writeFramesTogether(connection: Connection): void {
  const internals = connectionInternals(connection);
  const { socket } = internals;
  if (!(socket instanceof Socket)) return;
  const output = internals.output.bind(connection);
  let isWaiting = false;
  internals.output = () => {
    if (isWaiting) return;
    isWaiting = true;
    process.nextTick(() => {
      isWaiting = false;
      socket.cork();
      output();
      socket.uncork();
    });
  };
}
