import { config, userPoolAddress } from './config';

/** Tokens live in this tab only: closing it signs out, and another site can never send them. */
export interface Session {
  idToken: string;
  refreshToken: string;
}

export class SessionEnded extends Error {}

/** Dispatches `end` when the API or the user pool no longer accepts this session. */
export const sessionEnds = new EventTarget();

const SESSION = 'quittance.session';
const PLACE = 'quittance.place';
const REFRESH_BEFORE_SECONDS = 60;

export const isSignedIn = () => sessionStorage.getItem(SESSION) !== null;
export const keepSession = (session: Session) => sessionStorage.setItem(SESSION, JSON.stringify(session));
export const forgetSession = () => sessionStorage.removeItem(SESSION);

/** Remembers where someone was, for after signing in again. Kept out of the address: a search may name a person. */
export const rememberPlace = (href: string) => sessionStorage.setItem(PLACE, href);

/** The remembered place, once; the customers when there is none. */
export function takePlace(): string {
  const href = sessionStorage.getItem(PLACE) ?? '/customers';
  sessionStorage.removeItem(PLACE);
  return href;
}

/** Seconds since the epoch at which a token ends, read from its own claims. */
export function expiryOf(token: string): number {
  const claims = token.split('.')[1] ?? '';
  return (JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { exp: number }).exp;
}

let refreshing: Promise<Session> | undefined;

/** An id token with time left; renewed once for all callers. Throws `SessionEnded` when it cannot be renewed. */
export async function idToken(): Promise<string> {
  const session = read();
  if (expiryOf(session.idToken) - Date.now() / 1000 > REFRESH_BEFORE_SECONDS) return session.idToken;
  refreshing ??= refresh(session).finally(() => {
    refreshing = undefined;
  });
  return (await refreshing).idToken;
}

/** Ends the session here and, when the user pool can be reached, there. */
export async function signOut(): Promise<void> {
  const session = isSignedIn() ? read() : undefined;
  forgetSession();
  if (!session) return;
  await userPool('RevokeToken', { ClientId: config().clientId, Token: session.refreshToken }).catch(() => undefined);
}

function read(): Session {
  const kept = sessionStorage.getItem(SESSION);
  if (!kept) throw new SessionEnded();
  return JSON.parse(kept) as Session;
}

async function refresh({ refreshToken }: Session): Promise<Session> {
  const answer = await userPool('InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: config().clientId,
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });
  if (answer.status >= 500) throw new Error('The sign-in service could not be reached');
  const result = answer.ok ? ((await answer.json()) as Renewal).AuthenticationResult : undefined;
  if (!result) throw new SessionEnded();
  const session = { idToken: result.IdToken, refreshToken: result.RefreshToken ?? refreshToken };
  keepSession(session);
  return session;
}

interface Renewal {
  AuthenticationResult?: { IdToken: string; RefreshToken?: string };
}

const userPool = (action: string, body: object) =>
  fetch(userPoolAddress(), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(body),
  });
