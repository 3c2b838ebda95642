/** The text of events is JSON as in the protocol, so that a history can be handed on without being parsed. */
export const migrations = [
  `CREATE TABLE instances (
     instanceId TEXT PRIMARY KEY,
     executionId TEXT NOT NULL,
     name TEXT NOT NULL,
     version TEXT,
     status TEXT NOT NULL,
     input TEXT,
     output TEXT,
     customStatus TEXT,
     createdAt INTEGER NOT NULL,
     updatedAt INTEGER NOT NULL,
     generation INTEGER NOT NULL
   );
   CREATE INDEX instancesByCreation ON instances (createdAt);
   CREATE TABLE history (
     instanceId TEXT NOT NULL,
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     event TEXT NOT NULL
   );
   CREATE INDEX historyByInstance ON history (instanceId, position);
   CREATE TABLE inbox (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     instanceId TEXT NOT NULL,
     executionId TEXT,
     event TEXT NOT NULL
   );
   CREATE INDEX inboxByInstance ON inbox (instanceId, sequence);
   CREATE TABLE timers (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     instanceId TEXT NOT NULL,
     executionId TEXT NOT NULL,
     fireAt INTEGER NOT NULL,
     event TEXT NOT NULL
   );
   CREATE INDEX timersByTime ON timers (fireAt);
   CREATE INDEX timersByInstance ON timers (instanceId);
   CREATE TABLE activities (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     instanceId TEXT NOT NULL,
     executionId TEXT NOT NULL,
     taskId INTEGER NOT NULL,
     name TEXT NOT NULL,
     input TEXT
   );
   CREATE INDEX activitiesByTask ON activities (instanceId, executionId, taskId);`,
  // A signal that an entity gets later is no execution's.
  `ALTER TABLE timers RENAME TO formerTimers;
   DROP INDEX timersByTime;
   DROP INDEX timersByInstance;
   CREATE TABLE timers (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     instanceId TEXT NOT NULL,
     executionId TEXT,
     fireAt INTEGER NOT NULL,
     event TEXT NOT NULL
   );
   CREATE INDEX timersByTime ON timers (fireAt);
   CREATE INDEX timersByInstance ON timers (instanceId);
   INSERT INTO timers SELECT * FROM formerTimers;
   DROP TABLE formerTimers;`,
];
