import { expect, test } from '@jest/globals';
import { parseAddress } from '../../../local/service-bus/amqp/address.ts';

const queue = (name: string, isDeadLetters = false) => ({
  kind: 'queue',
  queue: name,
  isDeadLetters,
});

test.each([
  ['$cbs', { kind: 'cbs' }],
  ['jobs', queue('jobs')],
  ['/jobs/', queue('jobs')],
  ['amqps://localhost:5671/jobs', queue('jobs')],
  ['sb://localhost/team/jobs', queue('team/jobs')],
  ['jobs/$DeadLetterQueue', queue('jobs', true)],
  ['jobs/$deadletterqueue', queue('jobs', true)],
  ['jobs/$management', { ...queue('jobs'), kind: 'management' }],
  ['jobs/$DeadLetterQueue/$management', { ...queue('jobs', true), kind: 'management' }],
])('%s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  ['news/Subscriptions/all', /topics and subscriptions/],
  ['jobs/$Transfer/$DeadLetterQueue', /transfer dead-letter queues/],
])('%s is not emulated', (text, what) => {
  expect(() => parseAddress(text)).toThrow(what);
});
