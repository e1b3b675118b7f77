import { readForm, readLinks } from './html';

const PAGE = `
  <a class="card" href="/products/1">Mug</a> <a href="/search?q=a&amp;page=2">more</a>
  <form method="post" action="/checkout">
    <input type="hidden" name="csrf" value="a&quot;b">
    <input type="radio" name="method" value="card"><input type="radio" name="method" value="paypal" checked>
    <select name="country"><option value="de">Germany</option><option value="fr" selected>France</option></select>
    <input name="email" type="email" value="">
  </form>
  <form method="post" action="/cart"><select name="size"><option value="s">S</option></select></form>`;

test('reads the links of a page with their entities decoded', () => {
  expect(readLinks(PAGE)).toEqual(['/products/1', '/search?q=a&page=2']);
});

test.each([
  { action: '/checkout', fields: { csrf: 'a"b', method: 'paypal', email: '', country: 'fr' } },
  { action: '/cart', fields: { size: 's' } },
])('the form for $action starts with what a browser would send', ({ action, fields }) => {
  expect(readForm(PAGE, action)).toEqual({ action, fields });
});

test('a page without that form has none', () => {
  expect(readForm(PAGE, '/login')).toBeUndefined();
});
