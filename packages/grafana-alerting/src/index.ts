export type { DataQuery, DataResponse, DataSource, DataSourceType, Field, Frame } from './data-source';
