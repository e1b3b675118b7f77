import { html, type Html } from '../html';

/** A drawn tile in place of a photograph: the product's initials on a colour of its own. Decoration only. */
export function productPicture(product: { readonly id: number; readonly name: string }): Html {
  const hue = (product.id * 137) % 360;
  const initials = product.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return html`<svg
    class="picture"
    viewBox="0 0 160 100"
    aria-hidden="true"
    focusable="false"
    preserveAspectRatio="xMidYMid slice"
  >
    <rect width="160" height="100" fill="hsl(${hue} 45% 88%)" />
    <circle cx="128" cy="18" r="46" fill="hsl(${hue} 50% 80%)" />
    <circle cx="26" cy="96" r="34" fill="hsl(${hue} 50% 82%)" />
    <text x="80" y="62" text-anchor="middle" font-size="34" font-weight="700" fill="hsl(${hue} 45% 32%)">
      ${initials}
    </text>
  </svg>`;
}
