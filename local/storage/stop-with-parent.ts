import process from 'node:process';

// Loaded into Azurite's process before Azurite: when the process that started it is gone, even by `kill -9`, Azurite
// saves and ends as on SIGTERM, and its ports are free again.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
