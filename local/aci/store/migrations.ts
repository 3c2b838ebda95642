/** Applied once each, in order; a released one never changes. */
export const migrations = [
  `CREATE TABLE resource_groups (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
   CREATE TABLE container_groups (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
   CREATE TABLE operations (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
   CREATE TABLE faults (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
   CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT;`,
  `CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), latest TEXT NOT NULL) STRICT;`,
  `CREATE TABLE behaviour (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
   CREATE TABLE group_profiles (
     key TEXT NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (key, revision)
   ) STRICT;
   CREATE TABLE standby_pools (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;`,
  `CREATE TABLE deletions (id TEXT PRIMARY KEY, uid TEXT NOT NULL, json TEXT NOT NULL) STRICT;
   CREATE TABLE fault_uses (
     uid TEXT NOT NULL, kind TEXT NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (uid, kind)
   ) STRICT;
   CREATE TABLE billing (uid TEXT PRIMARY KEY, name TEXT NOT NULL, json TEXT NOT NULL) STRICT;
   CREATE TABLE billing_rates (region TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;`,
  `CREATE TABLE token_key (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL) STRICT;`,
];
