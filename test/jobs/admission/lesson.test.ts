import { expect, test } from '@jest/globals';
import { lessonOf } from '../../../jobs/admission/lesson.ts';

const quota = (name: string): string =>
  `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${name}' exceeded in region 'westeurope'. Limit: '10', Usage: '9.5' Requested: '1'.`;

const creates = (limit: number, interval: string, seconds: number): string =>
  `Number of requests for action 'Microsoft.ContainerInstance/containerGroups/write' exceeded the limit of '${limit}' for time interval '${interval}'. Please try again after '${seconds}' seconds.`;

test.each([
  [quota('StandardCores'), { limits: { cores: 10 }, usage: { cores: 9.5 }, pauseSeconds: 0 }],
  [quota('StandardSpotCores'), { limits: { spotCores: 10 }, usage: { spotCores: 9.5 } }],
  [quota('ContainerGroups'), { limits: { groups: 10 }, usage: { groups: 9.5 } }],
  [quota('DedicatedCores'), { limits: {}, usage: {}, pauseSeconds: 30 }],
  [
    creates(100, '00:05:00', 288),
    { limits: { createsPer5Minutes: 100 }, usage: {}, pauseSeconds: 288 },
  ],
  [creates(300, '01:00:00', 7), { limits: { createsPerHour: 300 }, usage: {}, pauseSeconds: 7 }],
  [
    "Number of 'write' requests for subscription 's' actor 'a' exceeded. Please try again after '12' seconds.",
    { limits: {}, usage: {}, pauseSeconds: 12 },
  ],
  ['something else', { limits: {}, usage: {}, pauseSeconds: 30 }],
])('%s', (message, lesson) => {
  expect(lessonOf(message)).toMatchObject(lesson);
});
