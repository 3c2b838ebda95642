/** What Azure's platform sets for an app, as far as its libraries look at it. */
export function appEnvironment(
  url: string,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const { host } = new URL(url);
  const noProxy = environment['NO_PROXY'] ?? environment['no_proxy'];
  return {
    WEBSITE_HOSTNAME: host,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    // Development, as Core Tools set it: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#azure_functions_environment
    AZURE_FUNCTIONS_ENVIRONMENT: environment['AZURE_FUNCTIONS_ENVIRONMENT'] ?? 'Development',
    // The durable client calls this host over HTTP and would otherwise go through a proxy of the shell.
    NO_PROXY: [noProxy, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
  };
}
