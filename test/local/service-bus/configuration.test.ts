import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEmulatorConfig } from '../../../local/service-bus/configuration/emulator-config.ts';
import { configOf } from './support/broker.ts';

const withQueue = (properties: object, name = 'jobs'): string =>
  JSON.stringify({
    UserConfig: {
      Namespaces: [{ Name: 'sbemulatorns', Queues: [{ Name: name, Properties: properties }] }],
    },
  });

describe('Config.json', () => {
  test('may have comments, trailing commas, and strings that look like comments', () => {
    const { queues } = parseEmulatorConfig(`{
      // one
      "UserConfig": { /* two
      */ "Namespaces": [{ "Name": "https://not-a-comment", "Queues": [{ "Name": "jobs", },] }],
      "Logging": { "Type": "File" } } }`);
    expect(queues.map(({ name }) => name)).toEqual(['jobs']);
  });

  test("has the defaults of Microsoft's emulator", () => {
    const [queue] = parseEmulatorConfig(withQueue({})).queues;
    expect(queue?.properties).toEqual({
      DeadLetteringOnMessageExpiration: false,
      DefaultMessageTimeToLive: 3_600_000,
      DuplicateDetectionHistoryTimeWindow: 20_000,
      ForwardDeadLetteredMessagesTo: '',
      ForwardTo: '',
      LockDuration: 60_000,
      MaxDeliveryCount: 3,
      RequiresDuplicateDetection: false,
      RequiresSession: false,
    });
  });

  test.each([
    ['PT1M', 60_000],
    ['PT1.5S', 1500],
    ['P1DT2H3M4S', 93_784_000],
    ['P14D', 1_209_600_000],
    // What Azure has for never.
    ['P10675199DT2H48M5.4775807S', 922_337_203_685_478],
  ])('has durations such as %s', (text, milliseconds) => {
    const [queue] = parseEmulatorConfig(withQueue({ LockDuration: text })).queues;
    expect(queue?.properties.LockDuration).toBe(milliseconds);
  });

  test('beyond the limits of Microsoft is taken with a warning that names the queue and the limit', () => {
    const properties = { LockDuration: 'PT1H', MaxDeliveryCount: 100, ForwardTo: 'x' };
    const { warnings } = parseEmulatorConfig(configOf({ jobs: properties }, ['news']));
    expect(warnings).toEqual([
      expect.stringMatching(/^queue jobs: LockDuration .* 5 seconds to 5 minutes/),
      expect.stringMatching(/^queue jobs: DefaultMessageTimeToLive/),
      expect.stringMatching(/^queue jobs: MaxDeliveryCount/),
      expect.stringMatching(/^queue jobs: ForwardTo .* not emulated/),
      expect.stringMatching(/^topics are not emulated; news/),
    ]);
  });

  test('that is wrong is refused with every wrong field', () => {
    const wrong = withQueue({ LockDuration: '1 minute', MaxDeliveryCount: 0, Colour: 'red' }, '?');
    expect(() => parseEmulatorConfig(wrong)).toThrow(
      /Name: .*LockDuration: .*MaxDeliveryCount: .*Colour/,
    );
    expect(() => parseEmulatorConfig(withQueue({ LockDuration: 'PT0S' }))).toThrow(
      /no time at all/,
    );
    expect(() => parseEmulatorConfig('{')).toThrow(/JSON/);
    expect(() => parseEmulatorConfig(configOf({ jobs: {}, JOBS: {} }))).toThrow(
      /declared more than once: jobs/,
    );
  });

  test('of the project declares what the app uses', () => {
    const text = readFileSync('local/service-bus/config.json', 'utf8');
    const { queues } = parseEmulatorConfig(text);
    expect(queues.map(({ name, properties }) => [name, properties.MaxDeliveryCount])).toEqual([
      ['jobs', 10],
      ['job-replies', 10],
    ]);
  });
});
