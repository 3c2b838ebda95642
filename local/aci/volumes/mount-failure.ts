/** A volume can not be mounted now; the message is what the group's event says. */
export class MountFailure extends Error {}
