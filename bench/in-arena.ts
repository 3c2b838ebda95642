// node bench/in-arena.ts peers|arm-calls [KILLS]: a benchmark that needs a process of its own, because an app is loaded once in
// one. Prints what goes on, and at the end a line FIGURES with their JSON.
import process from 'node:process';
import { withArena } from './arena/arena.ts';
import { comparePeers } from './arena/compare-peers.ts';
import { countCalls } from './arena/count-calls.ts';

const [what, kills = '200'] = process.argv.slice(2);
const figures = await withArena((arena) =>
  what === 'arm-calls' ? countCalls(arena) : comparePeers(arena, Number(kills)),
);
console.log(`FIGURES ${JSON.stringify(figures)}`);
// Connections that are kept alive would keep it running.
process.exit(0);
