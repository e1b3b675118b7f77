import {
  expandSql,
  lokiRequest,
  prometheusRequest,
  RequestError,
  type DataQuery,
  type DataSourceDefinition,
  type DataSourceType,
  type QueryProblem,
  type RuleNode,
} from '@firedrill/grafana-alerting';
import { parse as parseLogql } from '@firedrill/logql';
import { parse as parsePromql } from '@firedrill/promql';
import { describeQueryError, QueryError } from '@firedrill/query-core';

/**
 * Looks into the queries of rules before they run: what their language refuses is a warning, since Grafana loads the
 * rule and fails at each evaluation; what our engines lack is not supported.
 */
export function queryChecker(
  dataSources: readonly DataSourceDefinition[],
): (node: RuleNode) => QueryProblem | undefined {
  const types = new Map(dataSources.map(({ uid, type }) => [uid, type]));
  return (node) => {
    const language = LANGUAGES[types.get(node.datasourceUid) ?? 'other'];
    if (language === undefined) return undefined;
    const { key, check } = language;
    try {
      check(asQuery(node));
      return undefined;
    } catch (error) {
      if (error instanceof RequestError) return { severity: 'warning', key, message: error.message };
      if (!(error instanceof QueryTextError)) throw error;
      return { severity: error.isUnsupported ? 'unsupported' : 'warning', key, message: error.message };
    }
  };
}

/** A query error together with the text that its place refers to. */
class QueryTextError extends Error {
  readonly isUnsupported: boolean;

  constructor(text: string, error: QueryError) {
    super(describeQueryError(text, error));
    this.isUnsupported = error.kind === 'unsupported';
  }
}

interface Language {
  /** The key of the model that holds the text. */
  readonly key: string;
  /** Throws RequestError or QueryTextError. */
  readonly check: (query: DataQuery) => void;
}

const LANGUAGES: Readonly<Partial<Record<DataSourceType, Language>>> = {
  prometheus: {
    key: 'expr',
    check(query) {
      const { range, instant } = prometheusRequest(query);
      const text = (instant ?? range)?.expr ?? '';
      const result = parsePromql(text);
      if (!result.ok) throw new QueryTextError(text, result.error);
    },
  },
  loki: {
    key: 'expr',
    check(query) {
      const { expr } = lokiRequest(query);
      try {
        parseLogql(expr);
      } catch (error) {
        throw error instanceof QueryError ? new QueryTextError(expr, error) : error;
      }
    },
  },
  postgres: { key: 'rawSql', check: (query) => void expandSql(textOf(query.model.rawSql), query) },
};

const MINUTE_MS = 60_000;

/** The query as an evaluation at some moment would ask it: its variables need a range to stand for. */
function asQuery({ refId, datasourceUid, queryType, model, fromSeconds, toSeconds }: RuleNode): DataQuery {
  const toMs = 1_000_000 * MINUTE_MS - toSeconds * 1_000;
  const fromMs = 1_000_000 * MINUTE_MS - fromSeconds * 1_000;
  return { refId, datasourceUid, queryType, model, fromMs, toMs, intervalMs: 1_000, maxDataPoints: 43_200 };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
