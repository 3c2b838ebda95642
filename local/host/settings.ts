export type Environment = Readonly<Record<string, string | undefined>>;

/** The app's settings, as Azure reads them from the environment: without case, `__` and `:` being the same. */
export class AppSettings {
  private readonly values = new Map<string, string>();

  constructor(environment: Environment) {
    for (const [name, value] of Object.entries(environment)) {
      if (value !== undefined) this.values.set(normalize(name), value);
    }
  }

  get(name: string): string | undefined {
    return this.values.get(normalize(name));
  }

  /** Puts settings in the place of `%NAME%`; `where` is named in the error when one is missing. */
  substitute(text: string, where: string): string {
    return text.replace(/%([^%]+)%/g, (_, name: string) => {
      const value = this.get(name);
      if (value !== undefined) return value;
      throw new Error(`${where} needs the app setting ${name}, which is not set`);
    });
  }

  /** https://learn.microsoft.com/azure/azure-functions/disable-function */
  isDisabled(functionName: string): boolean {
    const value =
      this.get(`AzureWebJobs.${functionName}.Disabled`) ??
      this.get(`AzureWebJobs_${functionName}_Disabled`);
    return value !== undefined && /^(true|1)$/i.test(value);
  }
}

function normalize(name: string): string {
  return name.replaceAll('__', ':').toLowerCase();
}
