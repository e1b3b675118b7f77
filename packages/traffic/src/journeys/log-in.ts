import { DEMO_ADDRESSES, DEMO_PASSWORD, GUESSED_PASSWORDS } from '../accounts';
import { readForm } from '../html';
import type { Page, Shopper } from '../shopper';
import { buy } from './check-out';
import type { Journey, JourneyOutcome } from './journey';

/** A customer with an account logs in, now and then with a mistyped password first, buys, and looks at the orders. */
export const logIn: Journey = {
  name: 'log-in',
  async run(shopper, target) {
    const email = shopper.random.pick(DEMO_ADDRESSES) ?? '';
    if (shopper.random.integer(1, MISTYPED_ONE_IN) === 1) await tryPassword(shopper, email, `${DEMO_PASSWORD}x`);
    if (!(await tryPassword(shopper, email, DEMO_PASSWORD))) return 'refused';
    const { outcome } = await buy(shopper, target);
    const orders = await shopper.visit('/orders');
    const form = readForm(orders.html, '/logout');
    if (form !== undefined) await shopper.submit(form);
    return outcome;
  },
};

/** Somebody guesses the password of one account. */
export const guessPassword: Journey = {
  name: 'guess-password',
  run: (shopper) => attack(shopper, DEMO_ADDRESSES[0] ?? '', shopper.random.pick(GUESSED_PASSWORDS) ?? ''),
};

/** Somebody tries a leaked pair of address and password. */
export const tryStolenPair: Journey = {
  name: 'try-stolen-pair',
  run: (shopper) =>
    attack(shopper, `user${shopper.random.integer(1, STOLEN_PAIRS)}@example.org`, `leaked-${shopper.random.next()}`),
};

const MISTYPED_ONE_IN = 10;
const STOLEN_PAIRS = 100_000;

async function attack(shopper: Shopper, email: string, password: string): Promise<JourneyOutcome> {
  return (await tryPassword(shopper, email, password)) ? 'done' : 'refused';
}

async function tryPassword(shopper: Shopper, email: string, password: string): Promise<boolean> {
  const form = readForm((await shopper.visit('/login')).html, '/login');
  const page: Page | undefined = form && (await shopper.submit(form, { email, password }));
  return page !== undefined && page.status < 400;
}
