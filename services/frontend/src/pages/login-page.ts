import type { Session } from '../domain/session';
import type { LoginRefusal, RegisterRefusal } from '../domain/shop';
import { html, type Html } from '../html';
import { formToken } from './form-token';

/** What a form of the account pages shows again after it was refused. */
export interface AccountForm<Refusal> {
  /** Where it leads. */
  readonly next: string;
  readonly email?: string;
  readonly name?: string;
  readonly refusal?: Refusal | undefined;
}

/** For customers who have an account. */
export function loginPage(session: Session, { next, email = '', refusal }: AccountForm<LoginRefusal>): Html {
  return html`<h1>Log in</h1>
    ${refusal !== undefined && trouble(LOGIN_TEXTS[refusal])}
    <form method="post" action="/login" class="narrow">
      ${formToken(session)}<input type="hidden" name="next" value="${next}" /> ${emailField(email)}
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required />
      <p class="actions"><button>Log in</button> <a href="${withNext('/register', next)}">Make an account</a></p>
    </form>
    <p class="quiet">You can buy without an account, too.</p>`;
}

/** For people who want an account. */
export function registerPage(session: Session, form: AccountForm<RegisterRefusal>): Html {
  const { next, email = '', name = '', refusal } = form;
  return html`<h1>Make an account</h1>
    ${refusal !== undefined && trouble(REGISTER_TEXTS[refusal])}
    <form method="post" action="/register" class="narrow">
      ${formToken(session)}<input type="hidden" name="next" value="${next}" />
      <label for="name">Name</label>
      <input id="name" name="name" type="text" autocomplete="name" maxlength="100" value="${name}" required />
      ${emailField(email)}
      <label for="password">Password (at least 8 characters)</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="8"
        maxlength="200"
        required
      />
      <p class="actions"><button>Make an account</button> <a href="${withNext('/login', next)}">I have one</a></p>
    </form>`;
}

function emailField(email: string): Html {
  return html`<label for="email">E-mail address</label>
    <input id="email" name="email" type="email" autocomplete="email" maxlength="254" value="${email}" required />`;
}

function trouble(text: string): Html {
  return html`<p class="notice bad" role="alert">${text}</p>`;
}

function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?${new URLSearchParams({ next }).toString()}`;
}

const LOGIN_TEXTS: Readonly<Record<LoginRefusal, string>> = {
  wrong_credentials: 'We know no account with this address and this password.',
  too_many_attempts: 'There were too many attempts. Please wait a minute and try again.',
};

const REGISTER_TEXTS: Readonly<Record<RegisterRefusal, string>> = {
  email_taken: 'There is an account with this address already.',
  invalid_name: 'Please tell us your name.',
  invalid_email: 'This does not look like an e-mail address.',
  invalid_password: 'Please choose a password of 8 to 200 characters.',
};
