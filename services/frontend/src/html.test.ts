import * as fc from 'fast-check';
import { html } from './html';

test.each([
  ['text is escaped', html`<p>${'<b> & "quotes" \''}</p>`, '<p>&lt;b&gt; &amp; &quot;quotes&quot; &#39;</p>'],
  ['markup is kept', html`<p>${html`<b>x</b>`}</p>`, '<p><b>x</b></p>'],
  ['a list is joined', html`${['a', 'b'].map((item) => html`<li>${item}</li>`)}`, '<li>a</li><li>b</li>'],
  ['nothing is nothing', html`<p>${undefined}${false}${0}</p>`, '<p>0</p>'],
])('%s', (_name, markup, expected) => {
  expect(markup.toString()).toBe(expected);
});

test('no text opens a tag or ends an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(html`${text}`.toString()).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    }),
  );
});
