// One form of GET /products/:id for `npm run bench`: `full` is the service, `quiet` the service without logs and metrics,
// `bare` an Express route on the same store. Usage: DATABASE_URL=… node product-read.cjs <form> <port> <log folder>
const express = require('express');
const { createHttpClient, createServiceParts } = require('@firedrill/service-kit');
const { createLogger } = require('@firedrill/telemetry');
const { createApiApp } = require('../dist/app.js');
const { API } = require('../dist/service.js');
const { productStore } = require('../dist/store/product-store.js');

const [form, port, folder] = process.argv.slice(2);

/** Instruments that count nothing. */
const ignored = { inc: () => undefined, set: () => undefined, dec: () => undefined, observe: () => undefined };
const mute = (metrics) => Object.fromEntries(Object.keys(metrics).map((name) => [name, ignored]));

const silentLog = { event: () => undefined, with: () => silentLog };

const bareApp = (parts) => {
  const products = productStore(parts.database);
  return express().get('/products/:id', async (request, response) => {
    response.json(await products.find(Number(request.params.id)));
  });
};

const appOf = (parts) => {
  const payment = createHttpClient({ name: 'payment', baseUrl: 'http://127.0.0.1:1', timeoutMs: 1000 });
  if (form === 'bare') return bareApp(parts);
  if (form === 'full') return createApiApp(parts, payment);
  const quiet = { ...parts, log: silentLog, metrics: mute(parts.metrics), kitMetrics: mute(parts.kitMetrics) };
  return createApiApp(quiet, payment);
};

const start = async () => {
  const logger = await createLogger({ service: 'api', instance: `api-${form}`, folder, level: 'info' });
  const parts = createServiceParts(API, { logger, databaseUrl: process.env.DATABASE_URL });
  appOf(parts).listen(Number(port), '127.0.0.1');
};

void start();
