/** What `data/demo.json` holds: the facts a script or an example client needs. */
export interface DemoFacts {
  readonly base_url: string;
  readonly users: Readonly<Record<'admin' | 'member' | 'developer' | 'outsider', DemoUser>>;
  readonly companies: Readonly<Record<'main' | 'other' | 'sandbox', DemoCompany>>;
  readonly projects: Readonly<Record<'tower' | 'bridge' | 'depot', DemoProject>>;
  readonly clients: {
    readonly swagger: { readonly client_id: string; readonly redirect_uris: readonly string[] };
    readonly web_app: DemoClient;
    readonly native_app: DemoClient;
    readonly data_connector: DemoClient;
    readonly not_installed: DemoClient;
  };
  readonly service_account: { readonly id: number; readonly client_id: string; readonly client_secret: string };
}

export interface DemoUser {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}

export interface DemoCompany {
  readonly id: number;
  readonly name: string;
  readonly environment: string;
}

export interface DemoProject {
  readonly id: number;
  readonly name: string;
  readonly company_id: number;
}

export interface DemoClient {
  readonly app_id: number;
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly allowed_origins: readonly string[];
  readonly version_key: string;
  readonly installation_id?: number;
}
