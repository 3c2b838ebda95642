import path from 'node:path';
import process from 'node:process';

// The services of a stack share what V8 has compiled; those that tests start by themselves do, too.
process.env.NODE_COMPILE_CACHE ??= path.resolve('node_modules/.cache/compiled');

export default {
  // Every reply of the ACI emulator is checked by the API's specification, where that is at hand.
  globalSetup: '<rootDir>/test/contract/arm/global-setup.ts',
  globalTeardown: '<rootDir>/test/contract/arm/global-teardown.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  moduleNameMapper: { '^@azure/functions-core$': '<rootDir>/test/support/functions-core.ts' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.jest.json' }] },
  // More than two cores have: many suites start real processes, and wait for them.
  testTimeout: 30_000,
  maxWorkers: 4,
  // Suites leave behind what they have loaded: a worker that holds too much is replaced.
  workerIdleMemoryLimit: '600MB',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/dist'],
};
