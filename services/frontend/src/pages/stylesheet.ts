/** The look of the shop; served as it is, so that pages need no inline style. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ink: #1d1f23; --soft: #5c636e; --paper: #fbfaf8; --card: #ffffff; --line: #e2dfd9;
  --red: #c0271d; --red-ink: #ffffff; --alarm: #c0271d; --amber: #8a5a00; --green: #1d6b3a; --focus: #1a5fd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ecebe8; --soft: #a5abb5; --paper: #17181b; --card: #212327; --line: #363940;
    --red: #d33a30; --red-ink: #ffffff; --alarm: #ff8077; --amber: #e6b45a; --green: #79cf98; --focus: #7fb0ff;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
.wide { max-width: 62rem; margin: 0 auto; padding-left: 1rem; padding-right: 1rem; }
a { color: inherit; text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top .wide { display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 3.75rem; }
.top nav { display: flex; align-items: center; gap: 1.25rem; }
.account { max-width: 12rem; overflow: hidden; text-overflow: ellipsis; font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top a { text-decoration: none; padding: 0.5rem 0; white-space: nowrap; }
.top nav a:hover { text-decoration: underline; }
.brand { font-weight: 750; letter-spacing: -0.01em; display: flex; align-items: center; gap: 0.6rem; }
.lamp { width: 0.9rem; height: 0.9rem; border-radius: 50%; background: var(--red); box-shadow: 0 0 0 4px color-mix(in srgb, var(--red) 22%, transparent); }
.count { background: var(--red); color: var(--red-ink); border-radius: 1rem; padding: 0.05rem 0.5rem; font-size: 0.8rem; font-weight: 650; }
main:focus { outline: none; }
main { padding-top: 1.5rem; padding-bottom: 3rem; }
h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
footer { border-top: 1px solid var(--line); color: var(--soft); font-size: 0.9rem; padding-top: 1rem; padding-bottom: 2rem; }
.row { display: flex; gap: 0.5rem; }
label { display: block; margin-bottom: 0.3rem; color: var(--soft); font-size: 0.9rem; }
input:where([type="search"], [type="number"], [type="text"], [type="email"], [type="password"]) {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 0.55rem 0.75rem; min-height: 2.75rem; min-width: 0;
}
input[type="search"] { flex: 1; max-width: 26rem; }
input[type="number"] { width: 6rem; }
.narrow { max-width: 26rem; }
.narrow input { width: 100%; margin-bottom: 0.9rem; }
button, .button {
  font: inherit; font-weight: 650; cursor: pointer; display: inline-block; text-decoration: none;
  background: var(--red); color: var(--red-ink); border: 1px solid transparent; border-radius: 8px;
  padding: 0.55rem 1.1rem; min-height: 2.75rem;
}
button:hover, .button:hover { filter: brightness(1.08); }
button.plain { background: none; color: inherit; border: 0; padding: 0.5rem 0; font-weight: inherit; }
button.plain:hover { text-decoration: underline; }
button.quiet { background: transparent; color: inherit; border-color: var(--line); font-weight: 450; }
.search { margin-bottom: 1.75rem; }
.products { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); }
.card a { display: flex; flex-direction: column; height: 100%; padding-bottom: 0.9rem; text-decoration: none; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.card a:hover { border-color: var(--soft); }
.card .name { font-weight: 650; margin: 0.75rem 0.9rem 0; }
.card .price, .card .stock { margin: 0.1rem 0.9rem 0; }
.picture { display: block; width: 100%; aspect-ratio: 16 / 10; font-family: system-ui, sans-serif; }
.price { font-variant-numeric: tabular-nums; }
.product { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
.product .picture { border-radius: 12px; border: 1px solid var(--line); }
.product p.price { font-size: 1.35rem; font-weight: 650; margin: 0; }
.stock { font-size: 0.9rem; color: var(--green); }
.stock.low { color: var(--amber); }
.stock.none { color: var(--alarm); font-weight: 450; }
.crumbs { margin: 0 0 1rem; font-size: 0.9rem; }
.lines { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
.lines th, .lines td { padding: 0.7rem 0.8rem; text-align: left; border-bottom: 1px solid var(--line); }
.lines tfoot th, .lines tfoot td { border-bottom: 0; font-weight: 700; }
.lines tbody th { font-weight: 550; overflow-wrap: anywhere; }
.lines thead th { color: var(--soft); font-size: 0.85rem; font-weight: 550; }
.lines .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.lines button { min-height: 2rem; padding: 0.1rem 0.7rem; margin-top: 0.35rem; font-size: 0.85rem; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 1rem; margin-top: 1.5rem; }
fieldset { border: 1px solid var(--line); border-radius: 12px; background: var(--card); margin: 1.5rem 0 0; padding: 0.75rem 1rem; }
legend { font-weight: 650; padding: 0 0.4rem; }
fieldset label { color: inherit; font-size: 1rem; margin: 0; padding: 0.55rem 0; display: flex; align-items: center; gap: 0.6rem; cursor: pointer; }
fieldset input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--red); }
.notice, .status { border: 1px solid var(--line); border-left: 5px solid var(--amber); background: var(--card); border-radius: 8px; padding: 0.75rem 1rem; }
.status { border-left-color: var(--green); }
.status.pending { border-left-color: var(--amber); }
.status.payment_failed, .status.cancelled { border-left-color: var(--red); }
.notice.bad { border-left-color: var(--red); }
.steps { list-style: none; margin: 1.75rem 0; padding: 0; }
.steps li { position: relative; padding: 0 0 1.4rem 2.1rem; color: var(--soft); }
.steps li::before { content: ""; position: absolute; left: 0; top: 0.22rem; width: 1.1rem; height: 1.1rem; border-radius: 50%; border: 2px solid var(--line); background: var(--card); }
.steps li:not(:last-child)::after { content: ""; position: absolute; left: calc(0.55rem - 1px); top: 1.5rem; bottom: 0.05rem; border-left: 2px solid var(--line); }
.steps li.done { color: var(--ink); }
.steps li.done::before { background: var(--green); border-color: var(--green); }
.steps li[aria-current] { font-weight: 650; }
.steps time { display: block; color: var(--soft); font-size: 0.85rem; font-weight: 400; }
.lines time { color: var(--soft); font-size: 0.85rem; font-weight: 400; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 1.5rem 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.pager { display: flex; gap: 1rem; margin-top: 1.5rem; }
p.quiet { color: var(--soft); font-size: 0.85rem; }
@media (max-width: 40rem) {
  .product { grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
  .products { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.75rem; }
  .lines th, .lines td { padding: 0.55rem 0.5rem; }
  .top .wide { flex-wrap: wrap; gap: 0 1rem; padding-top: 0.3rem; padding-bottom: 0.3rem; }
  .top nav { gap: 0 1.1rem; flex-wrap: wrap; }
  .top nav a[href="/"] { display: none; }
  .account { max-width: 9rem; }
}
`;
