/** Port: where an app is in use, which only the companies' side knows. */
export abstract class AppUse {
  /** Whether a company has the app, running or suspended; as of now, in the caller's transaction. */
  abstract isInstalled(appId: number): Promise<boolean>;
}
