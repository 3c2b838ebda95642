/** Each is applied once, in order. */
export const migrations: readonly string[] = [
  `CREATE TABLE definitions (version TEXT PRIMARY KEY, json TEXT NOT NULL);
   CREATE TABLE runs (
     seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, workflow TEXT NOT NULL,
     status TEXT NOT NULL, json TEXT NOT NULL, variables TEXT
   );
   CREATE INDEX runs_by_status ON runs (status);
   CREATE TABLE actions (
     seq INTEGER PRIMARY KEY, run TEXT NOT NULL, name TEXT NOT NULL, turns TEXT NOT NULL,
     json TEXT NOT NULL, UNIQUE (run, name, turns)
   );
   CREATE TABLE triggers (
     workflow TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
     PRIMARY KEY (workflow, name)
   );`,
];
