export { migrate, unmigrate } from './migrate';
export type { RolePasswords } from './roles';
export { seed } from './seed';
export { seedHistory } from './history';
export type { HistoryOptions } from './history';
export { hashPassword, verifyPassword } from './password-hash';
export { FLEET, SUPPLIER_NAMES, SUPPLIERS } from './fleet';
export type { Driver, Supplier } from './fleet';
export { ORDER_STATUSES, PAYMENT_METHODS, PAYMENT_STATUSES } from './tables';
export type {
  CustomerRow,
  DeliveryTotalRow,
  LoginAttemptRow,
  MovementReason,
  OrderRow,
  OrderStatus,
  OrderTotalRow,
  PaymentMethod,
  PaymentRow,
  PaymentStatus,
  ProductRow,
  RefundRow,
  StockMovementRow,
} from './tables';
export { VIEWS } from './views';
export type { ViewName } from './views';
