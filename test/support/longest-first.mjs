import TestSequencer from '@jest/test-sequencer';

/** What waits for real processes and real time: beside it the others have the processors. The slowest come first. */
const longest = [
  /\/logicapps\/equivalence/,
  /\/orchestrators\/arm-faults/,
  /\/chaos\/chaos/,
  /\/local\/aci\/clients\//,
  /\/e2e\//,
  /\/tutorial\//,
  /\/images\//,
  /\/local\/(host|storage|aci)\//,
];

/** In a fresh clone nothing is known of how long a suite takes, and one of the slowest would be the last. */
export default class LongestFirst extends TestSequencer.default {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a.path) - rankOf(b.path));
  }
}

function rankOf(path) {
  const rank = longest.findIndex((pattern) => pattern.test(path));
  return rank === -1 ? longest.length : rank;
}
