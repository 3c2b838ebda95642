import type { Benchmark } from '../benchmark.ts';
import { measureInArena } from '../own-process.ts';

export const peers: Benchmark = {
  title: 'Beside pattern clients of what else runs containers on ACI',
  how: [
    'The pattern clients (`bench/pattern-clients`) only call ARM as the programs that they are named after do, by the same SDK; they are not those programs, and their schedulers, databases and queues cost them nothing here.',
    'All compete in one run at one ACI emulator (`--timing real`, real processes as containers), one contender after the other at the same tasks, each of one container. Ours is the whole app on the local Functions host with its durable engine and Azurite; jobs are posted over HTTP; with push the shim runs the command.',
    'Virtual time: one clock for the emulator, our host and the clients, which is real time less the waiting: while no request is in flight and nothing has happened for 8 ms it goes to the next alarm. What is worked on takes as long as it takes on this machine. ARM answers as soon as the emulator does, some milliseconds, which favours who calls it more.',
    'Overhead: from start to end (our outcome recorded, the delete accepted), less the time of the container, less that from the PUT until the container runs, which is Azure\'s. ARM calls are all that are about container groups, lists among them, those for logs apart. Tasks that a contender did not bring to their end count in neither overhead nor detection. 24 tasks are of 10 s to 10 min; "a like run before": the same once more, each up to a tenth longer or shorter. "ARM limited": one principal with 25 reads a second, and 60 tasks of 30 to 90 s within half a minute.',
    'Kills: tasks of 5 to 30 s, each with its client killed once at a moment that the seed decides, and the task taken up where the real program would: Airflow with a retry after 5 min, its trigger by another triggerer, a Logic App by its platform, Prefect by nobody. Ours is a host process under SIGKILL in real time with 30 jobs at a time; a kill counts for each job that is not over. Groups are counted when all containers have ended.',
  ].join('\n\n'),
  measure: (log) => measureInArena('peers', log),
};
