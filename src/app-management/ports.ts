/** Port: what is known of the use of installed apps, which a higher module counts. */
export abstract class InstallationUse {
  /** When the apps were last used, by installation; nothing for those that never were. In one statement. */
  abstract lastUsed(installationIds: readonly number[]): Promise<Map<number, number>>;
}
