import { verifyPassword } from '@firedrill/db';

/** Checks passwords, a few at a time. */
export interface PasswordCheck {
  /** `busy` when too many wait already; without a hash the answer is `wrong`, after the same work. */
  check(password: string, hash: string | undefined): Promise<'right' | 'wrong' | 'busy'>;
}

export interface PasswordCheckOptions {
  readonly atOnce?: number;
  readonly waiting?: number;
}

// Checked when there is no account, so that the answer takes as long; no password is known to have it.
const NOBODY = `scrypt:${'A'.repeat(22)}:${'A'.repeat(43)}`;

/** scrypt takes 16 MB and a thread for some 50 ms, so that guesses without limit would take the service down. */
export function passwordCheck({ atOnce = 2, waiting = 40 }: PasswordCheckOptions = {}): PasswordCheck {
  let free = atOnce;
  const queue: (() => void)[] = [];
  return {
    check: async (password, hash) => {
      if (free > 0) free -= 1;
      else if (queue.length >= waiting) return 'busy';
      else await new Promise<void>((turn) => queue.push(turn));
      try {
        const right = await verifyPassword(password, hash ?? NOBODY);
        return right && hash !== undefined ? 'right' : 'wrong';
      } finally {
        const next = queue.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
