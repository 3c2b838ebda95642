/** 0, 10, 20, 40 ... 300 s, as Kubernetes does: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
export function backOffSeconds(failures: number): number {
  return failures === 0 ? 0 : Math.min(300, 10 * 2 ** (failures - 1));
}

export const crashLoop = 'CrashLoopBackOff: Back-off restarting failed';

export function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
