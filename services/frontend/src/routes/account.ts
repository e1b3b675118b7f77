import type { Handlers } from '@firedrill/service-kit';
import type { PageDeps } from '../deps';
import type { EVENTS } from '../events';
import { loginPage, registerPage } from '../pages/login-page';
import type { ROUTES } from '../routes';

type AccountHandlers = Pick<
  Handlers<typeof ROUTES, typeof EVENTS>,
  'show_login' | 'log_in' | 'show_register' | 'register' | 'log_out'
>;

/** Customers and their sessions. */
export function accountHandlers({ shopFor, visit }: PageDeps): AccountHandlers {
  return {
    show_login: ({ query: { next } }, context) => {
      const { session, show, goTo } = visit(context);
      if (session.customer !== undefined) return goTo(next);
      return show('login', 'Log in', loginPage(session, { next }));
    },
    log_in: async ({ body: { email, password, next, csrf } }, context) => {
      const { session, checkForm, show, did, goTo, identify } = visit(context);
      checkForm({ csrf });
      const result = await shopFor(context).logIn({ email, password });
      if (result.outcome !== 'known') {
        const page = loginPage(session, { next, email, refusal: result.outcome });
        return show('login', 'Log in', page, { status: result.outcome === 'too_many_attempts' ? 429 : 401 });
      }
      identify(result.customer);
      did('login');
      return goTo(next);
    },
    show_register: ({ query: { next } }, context) => {
      const { session, show } = visit(context);
      return show('register', 'Make an account', registerPage(session, { next }));
    },
    register: async ({ body: { email, password, name, next, csrf } }, context) => {
      const { session, checkForm, show, goTo, identify } = visit(context);
      checkForm({ csrf });
      const result = await shopFor(context).register({ email, password, name });
      if (result.outcome !== 'registered') {
        const page = registerPage(session, { next, email, name, refusal: result.outcome });
        return show('register', 'Make an account', page, { status: result.outcome === 'email_taken' ? 409 : 422 });
      }
      identify(result.customer);
      return goTo(next);
    },
    log_out: ({ body }, context) => {
      const { checkForm, goTo, identify } = visit(context);
      checkForm(body);
      identify(undefined);
      return goTo('/');
    },
  };
}
