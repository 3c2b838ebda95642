import process from 'node:process';

// Loaded into Azurite's process before Azurite: when the process that started it is gone, even by `kill -9`, Azurite
// saves and ends as on SIGTERM, and its ports are free again.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});

// It reports each step of its stop. Nobody reads that any more, and the error would end it before it has saved.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
