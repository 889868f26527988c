import './sign-in.css';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { arrive } from '../../lib/api';
import { config } from '../../lib/config';
import { takePlace } from '../../lib/session';
import { at } from '../../shell/links';
import mark from '../../shell/mark.svg';
import { ChoosePassword } from './choose-password';
import type { NextStep } from './cognito';
import { Enter } from './enter';

const route = getRouteApi('/sign-in');

/** The door: a password, a first password of one's own where that is due, then on to where one wanted to be. */
export function SignIn() {
  const { ended } = route.useSearch();
  const { history } = useRouter();
  const [step, setStep] = useState<'ENTER' | 'NEW_PASSWORD'>('ENTER');
  const { organisation } = config();
  useEffect(() => {
    document.title = `Sign in – ${organisation}`;
  }, [organisation]);

  const proceed = async (next: NextStep) => {
    if (next !== 'DONE') return setStep(next);
    await arrive();
    history.replace(at(takePlace()));
  };
  return (
    <main className="alone door">
      <SpaceBetween size="l">
        <div className="who">
          <img src={mark} alt="" width="40" height="40" />
          <div>
            <h1 className="alone-title">{step === 'ENTER' ? 'Sign in' : 'Choose your password'}</h1>
            <div>{organisation}</div>
          </div>
        </div>
        {ended && step === 'ENTER' && (
          <Alert type="info">Your session has ended. Sign in again to return to where you were.</Alert>
        )}
        <Container>{step === 'ENTER' ? <Enter onDone={proceed} /> : <ChoosePassword onDone={proceed} />}</Container>
      </SpaceBetween>
    </main>
  );
}
