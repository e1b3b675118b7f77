# One image for the four services and the database setup; compose says which one runs.
FROM node:20.20-bookworm-slim AS build
WORKDIR /firedrill
COPY . .
RUN npm ci && node tools/build.cjs && npm prune --omit=dev

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /firedrill
COPY --from=build /firedrill .
RUN mkdir /logs && chown node:node /logs
USER node
