import express, { type Router } from 'express';
import type { NamedDataSource } from '../data-sources/create-data-sources';

/** Grafana's API of data sources, as far as their list and their health go. */
export function createDataSourcesApi(dataSources: readonly NamedDataSource[]): Router {
  const router = express.Router();
  const byUid = new Map(dataSources.map((source, index) => [source.uid, { source, id: index + 1 }]));
  const bodies = [...byUid.values()].map(({ source, id }) => dataSourceBody(source, id));
  router.get('/api/datasources', (_request, response) => void response.json(bodies));
  router.get('/api/datasources/uid/:uid', (request, response) => {
    const body = bodies.find(({ uid }) => uid === request.params.uid);
    if (body === undefined) response.status(404).json({ message: 'Data source not found' });
    else response.json(body);
  });
  router.get('/api/datasources/uid/:uid/health', async (request, response) => {
    const known = byUid.get(request.params.uid);
    if (known === undefined) {
      response.status(404).json({ message: 'Data source not found' });
      return;
    }
    const { ok, message } = await known.source.health();
    response.status(ok ? 200 : 400).json({ status: ok ? 'OK' : 'ERROR', message });
  });
  return router;
}

/** Grafana's plugin ids where they differ from the type's name here. */
const PLUGINS: Readonly<Record<string, string>> = { postgres: 'grafana-postgresql-datasource' };

function dataSourceBody({ definition, uid }: NamedDataSource, id: number) {
  const { name, type, url, user, database, isDefault, basicAuth = false, jsonData } = definition;
  const plugin = PLUGINS[type] ?? type;
  const place = { id, uid, orgId: 1, name, type: plugin, access: 'proxy', url, user, database };
  return { ...place, basicAuth, isDefault, jsonData, readOnly: true };
}
