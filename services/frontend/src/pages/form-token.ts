import type { Session } from '../domain/session';
import { html, type Html } from '../html';

/** The field that shows a form to be from a page made for this session; it belongs in every form that posts. */
export function formToken({ formToken }: Pick<Session, 'formToken'>): Html {
  return html`<input type="hidden" name="csrf" value="${formToken}" />`;
}
