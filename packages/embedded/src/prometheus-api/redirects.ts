import type { RequestHandler } from 'express';

/**
 * The redirects of Prometheus' router: an empty part of a path is left out, and a slash at the end of an API path leads
 * to the page of that name.
 */
export const redirects: RequestHandler = (request, response, next) => {
  const [path = '', query] = request.originalUrl.split(/\?(.*)/s);
  const tail = query === undefined ? '' : `?${query}`;
  const redirect = (status: number, location: string, title: string): void => {
    const text = location.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;');
    response.status(status).set('location', location).type('html');
    response.send(`<a href="${text}">${title}</a>.\n\n`);
  };
  if (path.includes('//')) redirect(307, path.replace(/\/{2,}/g, '/') + tail, 'Temporary Redirect');
  else if (/^\/api\/v1\/.+\/$/.test(path)) redirect(301, path.slice('/api/v1'.length, -1) + tail, 'Moved Permanently');
  else next();
};
