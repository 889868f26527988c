import { Amplify } from 'aws-amplify';
import { confirmSignIn, signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { config, userPoolAddress } from '../../lib/config';
import { keepSession } from '../../lib/session';

/** What has to happen next for someone who gave a right password. */
export type NextStep = 'DONE' | 'NEW_PASSWORD';

/** A sign-in that was refused, with words that do not tell whether the address exists. */
export class SignInRefused extends Error {}

/** Holds the tokens only until they are ours to keep: Amplify would otherwise leave them in local storage. */
const held = new Map<string, string>();
const tokenShelf = {
  setItem: async (name: string, value: string) => void held.set(name, value),
  getItem: async (name: string) => held.get(name) ?? null,
  removeItem: async (name: string) => void held.delete(name),
  clear: async () => held.clear(),
};

function configure() {
  const { userPoolId, clientId } = config();
  // It would warn in the console about every user pool that is not at AWS's own address.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure({
    Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: userPoolAddress() } },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(tokenShelf);
}

/** Proves the password without sending it (SRP). Throws `SignInRefused`. */
export async function enter(email: string, password: string): Promise<NextStep> {
  configure();
  held.clear();
  return inWords(async () => {
    const { nextStep } = await signIn({ username: email, password, options: { authFlowType: 'USER_SRP_AUTH' } });
    return follow(nextStep.signInStep);
  });
}

/** Sets the first password of one's own, after a temporary one. Throws `SignInRefused`. */
export async function choosePassword(password: string): Promise<NextStep> {
  return inWords(async () => {
    const { nextStep } = await confirmSignIn({ challengeResponse: password });
    return follow(nextStep.signInStep);
  });
}

function follow(step: string): NextStep {
  if (step === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return 'NEW_PASSWORD';
  if (step !== 'DONE')
    throw new SignInRefused('This account needs a step the console does not know. Ask an administrator.');
  keepSession({ idToken: token('idToken'), refreshToken: token('refreshToken') });
  held.clear();
  return 'DONE';
}

function token(kind: string): string {
  const [, value] = [...held].find(([name]) => name.endsWith(`.${kind}`)) ?? [];
  if (!value) throw new SignInRefused('Sign-in did not complete. Please try again.');
  return value;
}

const WRONG = 'The email address or the password is not right.';
const REFUSALS: Record<string, string> = {
  NotAuthorizedException: WRONG,
  UserNotFoundException: WRONG,
  InvalidParameterException: WRONG,
  PasswordResetRequiredException: 'Your password has to be reset. Ask an administrator.',
  UserNotConfirmedException: 'This account is not active yet. Ask an administrator.',
  InvalidPasswordException: 'The new password does not meet the rules.',
  PasswordHistoryPolicyViolationException: 'You have used this password before. Choose another one.',
  LimitExceededException: 'Too many attempts. Please wait a few minutes.',
  TooManyRequestsException: 'Too many attempts. Please wait a few minutes.',
};

async function inWords(step: () => Promise<NextStep>): Promise<NextStep> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof SignInRefused) throw error;
    const { name = '', message = '' } = error as Error;
    if (message.includes('Temporary password has expired')) {
      throw new SignInRefused('Your temporary password has expired. Ask an administrator for a new one.');
    }
    if (message.includes('Password attempts exceeded')) throw new SignInRefused(REFUSALS.LimitExceededException);
    throw new SignInRefused(REFUSALS[name] ?? 'The sign-in service could not be reached. Please try again.');
  }
}
