/** Every service of the stack; each is a folder of `local/` with a `main.ts`, and one of the data folder. */
export const serviceNames = [
  'storage',
  'aci',
  'key-vault',
  'event-grid',
  'service-bus',
  'logic-apps',
  'host',
] as const;
export type ServiceName = (typeof serviceNames)[number];
