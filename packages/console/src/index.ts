export { createConsoleApp } from './console-app';
export type { ConsoleOptions } from './console-app';
export { Inbox } from './inbox';
export type { InboxEntry } from './inbox';
