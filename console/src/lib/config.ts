/** What this deployment tells the page at start; `config.json` sits beside `index.html` and is never cached. */
export interface Config {
  region: string;
  userPoolId: string;
  clientId: string;
  /** Where the user pool answers when it is not AWS's own address. */
  userPoolEndpoint?: string;
  organisation: string;
}

let loaded: Config | undefined;

/** Fetches the configuration; to be awaited once, before the first render. Throws when it cannot be read. */
export async function loadConfig(): Promise<void> {
  const answer = await fetch(`${import.meta.env.BASE_URL}config.json`, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`config.json answered ${answer.status}`);
  loaded = (await answer.json()) as Config;
}

export function config(): Config {
  if (!loaded) throw new Error('The configuration has not been loaded yet');
  return loaded;
}

/** The absolute address of the user pool's API. */
export function userPoolAddress(): string {
  const { region, userPoolEndpoint } = config();
  return userPoolEndpoint
    ? new URL(userPoolEndpoint, window.location.origin).href
    : `https://cognito-idp.${region}.amazonaws.com/`;
}
