/** Who buys; the password stays in the store. */
export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

export interface NewCustomer {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

export interface LoginAttempt {
  readonly email: string;
  readonly ipAddress: string;
  readonly success: boolean;
}

export interface CustomerStore {
  /** Undefined when the address has an account. */
  add(customer: NewCustomer): Promise<Customer | undefined>;
  findByEmail(email: string): Promise<(Customer & { readonly passwordHash: string }) | undefined>;
  recordAttempt(attempt: LoginAttempt): Promise<void>;
  /** Failed log-ins that came from an address in the last `withinMs`, counted up to `limit`. */
  countFailures(ipAddress: string, withinMs: number, limit: number): Promise<number>;
}
