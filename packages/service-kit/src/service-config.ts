import { DEFAULT_TTL_SECONDS } from '@firedrill/faults';
import type { LogLevel } from '@firedrill/telemetry';
import { z } from 'zod';
import type { ServiceDefinition } from './service-definition';

/** What every service reads from its environment. */
export interface ServiceConfig {
  readonly host: string;
  readonly port: number;
  /** This copy's name: PORT and log folder differ from copy to copy. */
  readonly instance: string;
  readonly logFolder: string;
  readonly logLevel: LogLevel;
  readonly faultsToken: string | undefined;
  /** The longest that a fault may last. */
  readonly faultsMaxTtlSeconds: number;
  /** Always there for a service with a database. */
  readonly databaseUrl: string | undefined;
  /** The owner of the schema; given, the schema is brought up to date at start. */
  readonly databaseOwnerUrl: string | undefined;
}

/** A variable of one service: its name in the environment and what it must look like. */
export interface Variable {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** A setting that cannot be used; its message lists all of them, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Extras<Variables extends Readonly<Record<string, Variable>>> = {
  readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']>;
};

/** Reads the common settings and a service's own. Throws ConfigError. */
export function readServiceConfig<const Variables extends Readonly<Record<string, Variable>>>(
  definition: ServiceDefinition,
  environment: Readonly<Record<string, string | undefined>>,
  extras: Variables,
): Readonly<ServiceConfig & Extras<Variables>> {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { name, schema }] of Object.entries({ ...commonVariables(definition), ...extras })) {
    const value = environment[name] === '' ? undefined : environment[name];
    const result = schema.safeParse(value);
    if (result.success) config[key] = result.data;
    else problems.push(`  ${name}: ${result.error.issues[0]?.message ?? 'not valid'}, got ${quote(value)}`);
  }
  if (problems.length > 0) {
    throw new ConfigError(`${definition.name} cannot start with this environment:\n${problems.join('\n')}`);
  }
  return Object.freeze(config) as unknown as ServiceConfig & Extras<Variables>;
}

/** The address of another service, such as `http://127.0.0.1:8080`. */
export function serviceUrl(defaultUrl: string): z.ZodType<string> {
  return z.url({ protocol: /^https?$/, error: 'expected an http URL' }).default(defaultUrl);
}

function commonVariables({ name, port, database }: ServiceDefinition): Record<keyof ServiceConfig, Variable> {
  const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgres:// URL' });
  return {
    host: { name: 'HOST', schema: z.string().default('127.0.0.1') },
    port: { name: 'PORT', schema: portSchema(port) },
    instance: {
      name: 'SERVICE_INSTANCE',
      schema: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes')
        .default(name),
    },
    logFolder: { name: 'LOG_FOLDER', schema: z.string().default('./logs') },
    logLevel: {
      name: 'LOG_LEVEL',
      schema: z.enum(['debug', 'info', 'warn', 'error'], 'expected debug, info, warn or error').default('info'),
    },
    faultsToken: { name: 'FAULTS_TOKEN', schema: z.string().min(16, 'expected at least 16 characters').optional() },
    faultsMaxTtlSeconds: { name: 'FAULTS_MAX_TTL_SECONDS', schema: secondsSchema(DEFAULT_TTL_SECONDS) },
    databaseUrl: { name: 'DATABASE_URL', schema: database ? databaseUrl : databaseUrl.optional() },
    databaseOwnerUrl: { name: 'DATABASE_OWNER_URL', schema: databaseUrl.optional() },
  };
}

function portSchema(defaultPort: number): z.ZodType<number> {
  const expected = 'expected a port from 0 to 65535';
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .default(String(defaultPort))
    .transform(Number)
    .refine((port) => port <= 65_535, expected);
}

function secondsSchema(defaultSeconds: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'expected whole seconds')
    .default(String(defaultSeconds))
    .transform(Number);
}

function quote(value: string | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
