/** What every job calls, in this order. */
export const jobActivities = [
  'planJob',
  'createGroup',
  'readGroup',
  'collectAttempt',
  'deleteOrHandOver',
  'recordTask',
  'finishJob',
];
