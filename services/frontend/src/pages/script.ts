/**
 * What a browser with JavaScript does better; every page works without it. It follows an order without loading the page
 * again, and tells the shop when a shopper leaves the checkout.
 */
export const SCRIPT = `
const follow = (live) => {
  setTimeout(async () => {
    const next = document.hidden ? live : await load().catch(() => live);
    if (next !== null && next !== live && next.innerHTML !== live.innerHTML) live.replaceChildren(...next.childNodes);
    if (next !== null) follow(live);
  }, Number(live.dataset.seconds) * 1000);
};

const load = async () => {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error('no page');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = page.querySelector('#live');
  if (next === null) document.querySelector('#content').replaceChildren(...page.querySelector('#content').childNodes);
  return next;
};

const live = document.querySelector('#live');
if (live !== null) follow(live);

const checkout = document.querySelector('form[action="/checkout"]');
if (checkout !== null) {
  let bought = false;
  checkout.addEventListener('submit', () => { bought = true; });
  addEventListener('pagehide', () => {
    const note = new Blob(['{"action":"checkout_abandoned"}'], { type: 'application/json' });
    if (!bought) navigator.sendBeacon('/interactions', note);
  });
}
`;
