export { migrate, unmigrate } from './migrate';
export type { RolePasswords } from './roles';
export { seed } from './seed';
export { hashPassword } from './password-hash';
export { ORDER_STATUSES, PAYMENT_METHODS, PAYMENT_STATUSES } from './tables';
export type {
  CustomerRow,
  LoginAttemptRow,
  MovementReason,
  OrderRow,
  OrderStatus,
  PaymentMethod,
  PaymentRow,
  PaymentStatus,
  ProductRow,
  StockMovementRow,
} from './tables';
export { VIEWS } from './views';
export type { ViewName } from './views';
