export default {
  // Every reply of the ACI emulator is checked by the API's specification, where that is at hand.
  globalSetup: '<rootDir>/test/contract/arm/global-setup.ts',
  globalTeardown: '<rootDir>/test/contract/arm/global-teardown.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  moduleNameMapper: { '^@azure/functions-core$': '<rootDir>/test/support/functions-core.ts' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.jest.json' }] },
  // The pinned Node runs on machines with two cores, and several suites start real processes.
  testTimeout: 30_000,
  maxWorkers: 2,
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/dist'],
};
